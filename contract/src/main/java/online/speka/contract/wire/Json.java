package online.speka.contract.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.TraceContext;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Network;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.usage.Images;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// JSON of contract records: fields as in Java, wrapped ids as plain strings, instants and
/// durations in ISO 8601. Unknown fields are ignored, so that an older process reads what a newer
/// one wrote.
final class Json {

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(module())
          // A list that an older process did not know yet is empty.
          .withConfigOverride(
              List.class,
              override -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}

  static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  static <T> T read(byte[] json, Class<T> type) {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new WireFormatException("expected a " + type.getSimpleName() + ", got null");
      }
      return value;
    } catch (JacksonException e) {
      throw new WireFormatException(
          "not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  private static JacksonModule module() {
    SimpleModule module = new SimpleModule("speka-contract");
    module.setMixInAnnotation(ModelId.class, Text.class);
    module.setMixInAnnotation(TenantId.class, Text.class);
    module.setMixInAnnotation(ProjectId.class, Text.class);
    module.setMixInAnnotation(KeyId.class, Text.class);
    module.setMixInAnnotation(Network.class, Range.class);
    module.setMixInAnnotation(Access.class, Restrictions.class);
    module.setMixInAnnotation(Limit.class, Bound.class);
    module.setMixInAnnotation(Usage.class, Consumed.class);
    module.setMixInAnnotation(ImageSize.class, Size.class);
    module.setMixInAnnotation(EdgeId.class, Text.class);
    module.setMixInAnnotation(WorkerId.class, Text.class);
    module.setMixInAnnotation(JobId.class, Uuid.class);
    module.setMixInAnnotation(TraceContext.class, Trace.class);
    module.setMixInAnnotation(MicroCredits.class, Amount.class);
    module.setMixInAnnotation(Job.class, WholeOrPart.class);
    module.setMixInAnnotation(JobEvent.class, Event.class);
    return module;
  }

  // Mix-ins keep Jackson out of the packages whose records they describe.

  abstract static class Text {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Text(String value) {}

    @JsonValue
    abstract String value();
  }

  abstract static class Uuid {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Uuid(UUID value) {}

    @JsonValue
    abstract UUID value();
  }

  abstract static class Trace {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Trace(String traceparent) {}

    @JsonValue
    abstract String traceparent();
  }

  abstract static class Amount {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Amount(long value) {}

    @JsonValue
    abstract long value();

    @JsonIgnore
    abstract MicroCredits negated();
  }

  abstract static class Range {
    @JsonCreator
    static Network parse(String text) {
      return Network.parse(text);
    }

    @Override
    @JsonValue
    public abstract String toString();
  }

  /// A key that never expires is written without the word.
  abstract static class Restrictions {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    abstract @Nullable Instant expiresAt();
  }

  /// A limit for all models is written without the word.
  abstract static class Bound {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    abstract @Nullable ModelId model();
  }

  /// A job that made no images is written without the word.
  abstract static class Consumed {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    abstract @Nullable Images images();
  }

  abstract static class Size {
    @JsonCreator
    static ImageSize parse(String text) {
      return ImageSize.parse(text);
    }

    @Override
    @JsonValue
    public abstract String toString();
  }

  /// A whole request is written without the word.
  abstract static class WholeOrPart {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    abstract Job.@Nullable Part part();
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.class, name = "outcome"),
    @JsonSubTypes.Type(value = AttemptFailed.class, name = "attemptFailed")
  })
  interface Event {}
}
