package online.speka.edge.joining;

import online.speka.contract.job.Job;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// @param inputsPerJobMax an embeddings request with more inputs is cut into several jobs
/// @param inputBytesPerJobMax so is one whose inputs have more bytes; stands for their tokens
/// @param fieldsMax a request with more bytes around its inputs is not cut
/// @param jobsInFlightMax most jobs of one request at the same time; the others follow
@ConfigurationProperties("speka.edge.joining")
public record JoiningProperties(
    @DefaultValue("64") int inputsPerJobMax,
    @DefaultValue("64KB") DataSize inputBytesPerJobMax,
    @DefaultValue("16KB") DataSize fieldsMax,
    @DefaultValue("16") int jobsInFlightMax) {

  public JoiningProperties {
    if (inputsPerJobMax < 1 || inputBytesPerJobMax.toBytes() < 1 || jobsInFlightMax < 1) {
      throw new IllegalArgumentException("speka.edge.joining.*-max must be at least 1");
    }
    if (jobsInFlightMax > Job.Part.COUNT_MAX) {
      throw new IllegalArgumentException(
          "speka.edge.joining.jobs-in-flight-max must be at most " + Job.Part.COUNT_MAX);
    }
  }

  public Cutting cutting() {
    return new Cutting(inputsPerJobMax, inputBytesPerJobMax.toBytes(), fieldsMax.toBytes());
  }
}
