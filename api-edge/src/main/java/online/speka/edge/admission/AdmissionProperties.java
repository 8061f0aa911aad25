package online.speka.edge.admission;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// @param inFlightMax most requests this edge serves at the same time
/// @param bodyBytesMax most bytes of bodies that are being read or wait for the broker
/// @param waitMax longest life of a job, from acceptance to its deadline
/// @param retryAfterMin shortest wait asked of a client that is turned away
/// @param retryAfterMax longest wait asked of a client that is turned away
@ConfigurationProperties("speka.edge.admission")
record AdmissionProperties(
    @DefaultValue("2000") int inFlightMax,
    @DefaultValue("96MB") DataSize bodyBytesMax,
    @DefaultValue("600s") Duration waitMax,
    @DefaultValue("1s") Duration retryAfterMin,
    @DefaultValue("5s") Duration retryAfterMax) {

  AdmissionProperties {
    if (inFlightMax < 1) {
      throw new IllegalArgumentException("speka.edge.admission.inFlightMax must be at least 1");
    }
  }
}
