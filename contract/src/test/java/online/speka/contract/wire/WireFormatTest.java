package online.speka.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.Job;
import online.speka.contract.job.Lane;
import online.speka.contract.principal.Principal;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {

  private static final byte[] BODY = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);

  private static final List<Frame> FRAMES =
      List.of(
          frame(0, new Content.Chunk("data: {}\n\n".getBytes(StandardCharsets.UTF_8))),
          new Frame(Samples.JOB_ID, Samples.ATTEMPT, 1, true, null, new Content.Stored()),
          frame(2, new Content.End(new byte[0])),
          frame(
              3,
              new Content.Failure(
                  new ApiError(ErrorReason.INVALID_VALUE, "müßig \uD83D\uDE00", "n", 60))),
          frame(4, new Content.Failure(ApiError.of(ErrorReason.INTERNAL, ""))));

  @Test
  void jobHeadersKeepTheirNamesAndValues() {
    // When
    String text =
        JobHeaders.encode(Samples.JOB).stream()
            .map(h -> h.name() + ": " + printable(h))
            .collect(Collectors.joining("\n"));
    // Then
    Golden.assertText("job-headers.txt", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aJobSurvivesItsHeaders() {
    // Given
    Map<String, byte[]> headers = headers(Samples.JOB);
    // When
    Job decoded = JobHeaders.decode(headers::get);
    // Then
    assertThat(decoded).isEqualTo(Samples.JOB);
  }

  @Test
  void aPartOfARequestSurvivesEveryWire() {
    // Given
    Map<String, byte[]> headers = headers(Samples.PART);
    // When
    byte[] outcome = JobEventCodec.encode(Samples.outcome(Samples.PART));
    byte[] assignment = AssignmentCodec.encode(new Assignment(Samples.PART, Samples.ATTEMPT, BODY));
    // Then
    Golden.assertText("job-header-of-part.txt", headers.get("speka-part"));
    Golden.assertText("outcome-of-part.json", outcome);
    assertThat(JobHeaders.decode(headers::get)).isEqualTo(Samples.PART);
    assertThat(JobEventCodec.decode(outcome)).isEqualTo(Samples.outcome(Samples.PART));
    assertThat(AssignmentCodec.decode(assignment).job()).isEqualTo(Samples.PART);
    assertThat(Samples.PART.under(Samples.TRACE)).isEqualTo(Samples.PART);
  }

  @Test
  void aJobThatOutlivesItsClientSurvivesEveryWire() {
    // Given
    Map<String, byte[]> headers = headers(Samples.RESUMABLE);
    // When
    byte[] outcome = JobEventCodec.encode(Samples.outcome(Samples.RESUMABLE));
    // Then
    assertThat(headers.get("speka-unattended-max")).asString().isEqualTo("60000");
    assertThat(headers.get("speka-answer-kept")).asString().isEqualTo("86400000");
    assertThat(JobHeaders.decode(headers::get)).isEqualTo(Samples.RESUMABLE);
    assertThat(JobEventCodec.decode(outcome)).isEqualTo(Samples.outcome(Samples.RESUMABLE));
    assertThat(Samples.RESUMABLE.window().outlivesClient()).isTrue();
    assertThat(Samples.JOB.window().outlivesClient()).isFalse();
  }

  @Test
  void aFactOfAnOlderProcessSaysNothingOfJobsThatOutliveTheirClient() {
    // Given
    String older =
        new String(JobEventCodec.encode(Samples.OUTCOME), StandardCharsets.UTF_8)
            .replace(",\"unattendedMax\":\"PT0S\"", "");
    // When / Then
    assertThat(older).doesNotContain("unattendedMax");
    assertThat(JobEventCodec.decode(older.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Samples.OUTCOME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0196f0a0-7bff-7abc-8def-0123456789ab",
        "0196f0a0-7bff-7abc-8def-0123456789ab 1",
        "0196f0a0-7bff-7abc-8def-0123456789ab 2/2",
        "0196f0a0-7bff-7abc-8def-0123456789ab 0/1",
        "0196f0a0-7bff-7abc-8def-0123456789ab -1/2",
        "0196f0a0-7bff-7abc-8def-0123456789ab 0/2049",
        "request 0/2"
      })
  void aWrongPartIsNamed(String part) {
    // Given
    Map<String, byte[]> headers = headers(Samples.PART);
    // When
    headers.put("speka-part", part.getBytes(StandardCharsets.US_ASCII));
    // Then
    assertThatThrownBy(() -> JobHeaders.decode(headers::get))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("header speka-part is wrong");
  }

  @Test
  void aMissingOrWrongHeaderIsNamed() {
    // Given
    Map<String, byte[]> headers = headers(Samples.JOB);
    // When
    headers.remove("speka-tenant");
    // Then
    assertThatThrownBy(() -> JobHeaders.decode(headers::get))
        .isInstanceOf(WireFormatException.class)
        .hasMessage("header speka-tenant is missing");
    // When
    headers.putAll(headers(Samples.JOB));
    headers.put("speka-deadline", "soon".getBytes(StandardCharsets.US_ASCII));
    // Then
    assertThatThrownBy(() -> JobHeaders.decode(headers::get))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("header speka-deadline is wrong");
  }

  @Test
  void aWrongTraceNeverFailsAJob() {
    // Given
    Map<String, byte[]> headers = headers(Samples.JOB);
    headers.put(JobHeaders.TRACEPARENT, "00-nonsense".getBytes(StandardCharsets.US_ASCII));
    // When
    Job decoded = JobHeaders.decode(headers::get);
    // Then
    assertThat(decoded.trace()).isNull();
  }

  @Test
  void assignmentsKeepTheirBytes() {
    // Given
    Assignment assignment = new Assignment(Samples.JOB, Samples.ATTEMPT, BODY);
    // When
    byte[] bytes = AssignmentCodec.encode(assignment);
    Assignment decoded = AssignmentCodec.decode(bytes);
    // Then
    Golden.assertBytes("assignment.hex", bytes);
    assertThat(decoded.job()).isEqualTo(assignment.job());
    assertThat(decoded.attempt()).isEqualTo(assignment.attempt());
    assertThat(decoded.body()).isEqualTo(BODY);
  }

  @Test
  void anAssignmentCutAnywhereIsRefused() {
    // Given
    byte[] bytes = AssignmentCodec.encode(new Assignment(Samples.JOB, Samples.ATTEMPT, BODY));
    // Then
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> AssignmentCodec.decode(cut)).isInstanceOf(WireFormatException.class);
    }
  }

  @Test
  void framesKeepTheirBytes() {
    // When
    byte[] bytes = FrameCodec.encode(FRAMES);
    List<Frame> decoded = new ArrayList<>();
    FrameCodec.decode(bytes, decoded::add);
    // Then
    Golden.assertBytes("frames.hex", bytes);
    assertThat(decoded).usingRecursiveComparison().isEqualTo(FRAMES);
  }

  @Test
  void joinedFramesAreTheFramesOfAllParts() {
    // Given
    List<byte[]> parts = FRAMES.stream().map(frame -> FrameCodec.encode(List.of(frame))).toList();
    // Then
    assertThat(FrameCodec.join(parts)).isEqualTo(FrameCodec.encode(FRAMES));
  }

  @Test
  void framesCutAnywhereNeverYieldAWrongFrame() {
    // Given
    byte[] bytes = FrameCodec.encode(FRAMES);
    for (int length = 0; length < bytes.length; length++) {
      List<Frame> decoded = new ArrayList<>();
      // When
      try {
        FrameCodec.decode(Arrays.copyOf(bytes, length), decoded::add);
      } catch (WireFormatException e) {
        // Then the frames before the cut are whole
      }
      assertThat(decoded).usingRecursiveComparison().isEqualTo(FRAMES.subList(0, decoded.size()));
    }
  }

  @Test
  void jsonShapesKeepTheirFieldsAndSurvive() {
    // When
    byte[] outcome = JobEventCodec.encode(Samples.OUTCOME);
    byte[] ofImages = JobEventCodec.encode(Samples.OUTCOME_OF_IMAGES);
    byte[] failed = JobEventCodec.encode(Samples.ATTEMPT_FAILED);
    byte[] principal = PrincipalCodec.encode(Samples.PRINCIPAL);
    byte[] heartbeat = HeartbeatCodec.encode(Samples.HEARTBEAT);
    // Then
    Golden.assertText("outcome.json", outcome);
    Golden.assertText("attempt-failed.json", failed);
    Golden.assertText("principal.json", principal);
    Golden.assertText("heartbeat.json", heartbeat);
    assertThat(JobEventCodec.decode(outcome)).isEqualTo(Samples.OUTCOME);
    Golden.assertText("outcome-of-images.json", ofImages);
    assertThat(JobEventCodec.decode(ofImages)).isEqualTo(Samples.OUTCOME_OF_IMAGES);
    assertThat(JobEventCodec.decode(failed)).isEqualTo(Samples.ATTEMPT_FAILED);
    assertThat(PrincipalCodec.decode(principal)).isEqualTo(Samples.PRINCIPAL);
    assertThat(HeartbeatCodec.decode(heartbeat)).isEqualTo(Samples.HEARTBEAT);
  }

  @Test
  void aPrincipalWithoutAnyRestrictionKeepsItsFieldsAndSurvives() {
    // When
    byte[] json = PrincipalCodec.encode(Samples.PLAIN_PRINCIPAL);
    // Then
    Golden.assertText("principal-plain.json", json);
    assertThat(PrincipalCodec.decode(json)).isEqualTo(Samples.PLAIN_PRINCIPAL);
  }

  @Test
  void fieldsOfANewerVersionAreIgnoredAndMissingOnesRefused() {
    // Given
    String json = new String(PrincipalCodec.encode(Samples.PRINCIPAL), StandardCharsets.UTF_8);
    // Then
    assertThat(decode(json.replace("{\"tenant\"", "{\"wishes\":{},\"tenant\"")))
        .isEqualTo(Samples.PRINCIPAL);
    for (String field : List.of("tenant", "project", "key", "access", "models", "state")) {
      assertThatThrownBy(() -> decode(json.replaceFirst("\"" + field + "\"", "\"other\"")))
          .as(field)
          .isInstanceOf(WireFormatException.class);
    }
  }

  @Test
  void aPrincipalOfAnotherFormatIsNotReadByLuck() {
    // Given
    String json = new String(PrincipalCodec.encode(Samples.PRINCIPAL), StandardCharsets.UTF_8);
    String first =
        """
        {"tenant":"acme","key":"key_1","models":[],"limits":[],"state":"ACTIVE","version":3}""";
    // Then
    for (String other :
        List.of(
            first,
            json.replace("\"format\":2", "\"format\":3"),
            json.replace("\"format\":2,", ""),
            "{\"format\":2}",
            "{\"format\":2,\"principal\":null}")) {
      assertThatThrownBy(() -> decode(other)).as(other).isInstanceOf(WireFormatException.class);
    }
  }

  private static Principal decode(String json) {
    return PrincipalCodec.decode(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void topicNamesAreReversible() {
    // Given
    ModelId model = new ModelId("a/b_c:d-e.f");
    // When
    String topic = Topics.jobs(model, Lane.BATCH);
    // Then
    assertThat(topic).isEqualTo("speka.jobs.a_sb__c_cd-e.f.batch");
    assertThat(Topics.JOBS_PATTERN.matcher(topic).matches()).isTrue();
    assertThat(Topics.parseJobs(topic)).contains(new Topics.JobsTopic(model, Lane.BATCH));
    assertThat(Topics.parseJobs("speka.jobs.a_.batch")).isEmpty();
    assertThat(Topics.parseJobs(Topics.OUTCOMES)).isEmpty();
  }

  private static Frame frame(int sequence, Content content) {
    return new Frame(
        Samples.JOB_ID,
        Samples.ATTEMPT,
        sequence,
        sequence % 2 == 0,
        sequence == 0 ? Samples.TRACE : null,
        content);
  }

  private static Map<String, byte[]> headers(Job job) {
    return JobHeaders.encode(job).stream()
        .collect(Collectors.toMap(JobHeaders.Header::name, JobHeaders.Header::value));
  }

  private static String printable(JobHeaders.Header header) {
    return header.name().endsWith("hashes")
        ? Arrays.toString(header.value())
        : new String(header.value(), StandardCharsets.US_ASCII);
  }
}
