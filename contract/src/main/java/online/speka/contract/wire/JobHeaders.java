package online.speka.contract.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.job.TraceContext;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import org.jspecify.annotations.Nullable;

/// A job as record headers: name and bytes. Everything is printable text but the prefix hashes (8
/// bytes each, big-endian), so that an operator can read a job with Kafka's own tools. Instants are
/// milliseconds since 1970. A part of a request says so as `<request> <index>/<count>`.
public final class JobHeaders {

  /// W3C name, so that other tools find the trace too.
  public static final String TRACEPARENT = "traceparent";

  private static final String ID = "speka-job-id";
  private static final String MODEL = "speka-model";
  private static final String LANE = "speka-lane";
  private static final String KIND = "speka-kind";
  private static final String STREAMING = "speka-streaming";
  private static final String TENANT = "speka-tenant";
  private static final String KEY = "speka-key-id";
  private static final String REPLY_TO = "speka-reply-to";
  private static final String SUBMITTED_AT = "speka-submitted-at";
  private static final String DEADLINE = "speka-deadline";
  private static final String ANSWER_KEPT = "speka-answer-kept";
  private static final String UNATTENDED_MAX = "speka-unattended-max";
  private static final String PROMPT_TOKENS = "speka-prompt-tokens";
  private static final String OUTPUT_TOKENS_MAX = "speka-output-tokens-max";
  private static final String RESERVATION = "speka-reservation";
  private static final String PREFIX_HASHES = "speka-prefix-hashes";
  private static final String PART = "speka-part";
  private static final Pattern PART_FORM = Pattern.compile("(\\S+) ([0-9]{1,9})/([0-9]{1,9})");

  private JobHeaders() {}

  /// One header.
  public record Header(String name, byte[] value) {
    static Header of(String name, Object value) {
      return new Header(name, value.toString().getBytes(US_ASCII));
    }
  }

  public static List<Header> encode(Job job) {
    List<Header> headers = new ArrayList<>(16);
    headers.add(Header.of(ID, job.id()));
    headers.add(Header.of(MODEL, job.target().model()));
    headers.add(Header.of(LANE, job.target().lane()));
    headers.add(Header.of(KIND, job.target().kind()));
    headers.add(Header.of(STREAMING, job.target().streaming()));
    headers.add(Header.of(TENANT, job.origin().tenant()));
    headers.add(Header.of(KEY, job.origin().key()));
    headers.add(Header.of(REPLY_TO, job.origin().replyTo()));
    headers.add(Header.of(SUBMITTED_AT, job.window().submittedAt().toEpochMilli()));
    headers.add(Header.of(DEADLINE, job.window().deadline().toEpochMilli()));
    headers.add(Header.of(PROMPT_TOKENS, job.demand().promptTokens()));
    headers.add(Header.of(OUTPUT_TOKENS_MAX, job.demand().outputTokensMax()));
    headers.add(Header.of(RESERVATION, job.demand().reservation().value()));
    if (!job.window().answerKept().equals(Job.Window.ANSWER_KEPT_USUAL)) {
      headers.add(Header.of(ANSWER_KEPT, job.window().answerKept().toMillis()));
    }
    if (job.window().outlivesClient()) {
      headers.add(Header.of(UNATTENDED_MAX, job.window().unattendedMax().toMillis()));
    }
    if (!job.demand().prefixHashes().isEmpty()) {
      ByteBuffer hashes = ByteBuffer.allocate(Long.BYTES * job.demand().prefixHashes().size());
      job.demand().prefixHashes().forEach(hashes::putLong);
      headers.add(new Header(PREFIX_HASHES, hashes.array()));
    }
    Job.Part part = job.part();
    if (part != null) {
      headers.add(Header.of(PART, part.request() + " " + part.index() + "/" + part.count()));
    }
    if (job.trace() != null) {
      headers.add(Header.of(TRACEPARENT, job.trace().traceparent()));
    }
    return headers;
  }

  /// The job these headers describe.
  ///
  /// @param lookup gives the last header of a name, or null
  /// @throws WireFormatException naming the header that is missing or wrong
  public static Job decode(Function<String, byte @Nullable []> lookup) {
    Job.Target target =
        new Job.Target(
            read(lookup, MODEL, ModelId::new),
            read(lookup, LANE, Lane::valueOf),
            read(lookup, KIND, JobKind::valueOf),
            read(lookup, STREAMING, Boolean::parseBoolean));
    Job.Origin origin =
        new Job.Origin(
            read(lookup, TENANT, TenantId::new),
            read(lookup, KEY, KeyId::new),
            read(lookup, REPLY_TO, EdgeId::new));
    Instant submittedAt = read(lookup, SUBMITTED_AT, JobHeaders::instant);
    Instant deadline = read(lookup, DEADLINE, JobHeaders::instant);
    if (deadline.isBefore(submittedAt)) {
      throw new WireFormatException("header " + DEADLINE + " lies before " + SUBMITTED_AT);
    }
    Job.Demand demand =
        new Job.Demand(
            read(lookup, PROMPT_TOKENS, JobHeaders::count),
            read(lookup, OUTPUT_TOKENS_MAX, JobHeaders::count),
            new MicroCredits(read(lookup, RESERVATION, JobHeaders::count)),
            hashes(lookup.apply(PREFIX_HASHES)));
    byte[] trace = lookup.apply(TRACEPARENT);
    return new Job(
        read(lookup, ID, JobId::parse),
        target,
        origin,
        new Job.Window(
            submittedAt,
            deadline,
            duration(lookup, ANSWER_KEPT, Job.Window.ANSWER_KEPT_USUAL),
            duration(lookup, UNATTENDED_MAX, Duration.ZERO)),
        demand,
        trace == null ? null : TraceContext.parse(new String(trace, US_ASCII)).orElse(null),
        lookup.apply(PART) == null ? null : read(lookup, PART, JobHeaders::part));
  }

  private static Duration duration(
      Function<String, byte @Nullable []> lookup, String name, Duration usual) {
    return lookup.apply(name) == null
        ? usual
        : Duration.ofMillis(read(lookup, name, JobHeaders::count));
  }

  private static <T> T read(
      Function<String, byte @Nullable []> lookup, String name, Function<String, T> parser) {
    byte[] value = lookup.apply(name);
    if (value == null) {
      throw new WireFormatException("header " + name + " is missing");
    }
    try {
      return parser.apply(new String(value, US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new WireFormatException("header " + name + " is wrong: " + e.getMessage(), e);
    }
  }

  private static Instant instant(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }

  private static long count(String text) {
    long value = Long.parseLong(text);
    if (value < 0) {
      throw new IllegalArgumentException("negative");
    }
    return value;
  }

  private static Job.Part part(String text) {
    Matcher form = PART_FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a request, an index and a count");
    }
    return new Job.Part(
        JobId.parse(form.group(1)),
        Integer.parseInt(form.group(2)),
        Integer.parseInt(form.group(3)));
  }

  private static List<Long> hashes(byte @Nullable [] bytes) {
    if (bytes == null) {
      return List.of();
    }
    if (bytes.length % Long.BYTES != 0
        || bytes.length > Long.BYTES * Job.Demand.PREFIX_HASHES_MAX) {
      throw new WireFormatException("header " + PREFIX_HASHES + " has " + bytes.length + " bytes");
    }
    List<Long> hashes = new ArrayList<>(bytes.length / Long.BYTES);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      hashes.add(buffer.getLong());
    }
    return hashes;
  }
}
