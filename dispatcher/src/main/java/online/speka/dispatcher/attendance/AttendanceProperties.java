package online.speka.dispatcher.attendance;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of attendance, `speka.dispatcher.attendance.*`.
///
/// @param readInterval between two looks at who waits
/// @param absenceMax how long an edge may be deaf, or a job unattended, before that is believed;
///     more than edges need to find their way back after Redis was lost
/// @param askedMax most jobs asked about at once
@ConfigurationProperties("speka.dispatcher.attendance")
record AttendanceProperties(
    @DefaultValue("1s") Duration readInterval,
    @DefaultValue("5s") Duration absenceMax,
    @DefaultValue("500") int askedMax) {
  AttendanceProperties {
    if (!readInterval.isPositive() || absenceMax.compareTo(readInterval) < 0) {
      throw new IllegalArgumentException(
          "speka.dispatcher.attendance.read-interval must be positive and at most absence-max");
    }
    if (askedMax < 1) {
      throw new IllegalArgumentException(
          "speka.dispatcher.attendance.asked-max must be at least 1, not " + askedMax);
    }
  }
}
