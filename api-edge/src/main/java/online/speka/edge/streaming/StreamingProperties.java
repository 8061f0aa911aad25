package online.speka.edge.streaming;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// @param bufferMax most bytes kept for one client that reads slowly; what comes after them is read
///     from the replay log at the client's pace
/// @param documentMax longest answer of a request that does not stream
/// @param inboxMax most frames waiting for one client's event loop
/// @param silenceMax a stream without a frame for so long looks into its log
/// @param silenceCheckMax longest pause between two looks while the silence lasts
/// @param followInterval a stream that only follows a job looks into its log so often
/// @param keepAliveAfter a stream without bytes for so long gets a comment line
/// @param stallMax a client that takes no byte for so long, while some wait, is cut off
/// @param deadlineGrace how long after a job's deadline its outcome may still arrive
/// @param sweepInterval how often deadlines and silences are looked at
/// @param logPageMax most entries of a replay log read at once
/// @param logReadsMax most replay logs read at the same time
/// @param repairTriesMax how often a log is read in vain before a stream is given up
/// @param repairDelay pause after the first read in vain; doubles with each
/// @param cancellationsMax most cancellations kept while Redis is away
/// @param attendanceInterval how often it is said again which jobs are attended
/// @param cancellationRepeat pause between two announcements of those
/// @param connectTimeout until a connection to Redis stands
/// @param commandTimeout until Redis has answered
/// @param reconnectDelayMax longest pause between two tries to connect
@ConfigurationProperties("speka.edge.streaming")
record StreamingProperties(
    @DefaultValue("256KB") DataSize bufferMax,
    @DefaultValue("64MB") DataSize documentMax,
    @DefaultValue("4096") int inboxMax,
    @DefaultValue("2s") Duration silenceMax,
    @DefaultValue("15s") Duration silenceCheckMax,
    @DefaultValue("100ms") Duration followInterval,
    @DefaultValue("15s") Duration keepAliveAfter,
    @DefaultValue("60s") Duration stallMax,
    @DefaultValue("2s") Duration deadlineGrace,
    @DefaultValue("100ms") Duration sweepInterval,
    @DefaultValue("16") int logPageMax,
    @DefaultValue("64") int logReadsMax,
    @DefaultValue("8") int repairTriesMax,
    @DefaultValue("20ms") Duration repairDelay,
    @DefaultValue("10000") int cancellationsMax,
    @DefaultValue("2s") Duration attendanceInterval,
    @DefaultValue("500ms") Duration cancellationRepeat,
    @DefaultValue("1s") Duration connectTimeout,
    @DefaultValue("2s") Duration commandTimeout,
    @DefaultValue("500ms") Duration reconnectDelayMax) {

  StreamingProperties {
    if (inboxMax < 1 || logPageMax < 1 || logReadsMax < 1 || repairTriesMax < 1) {
      throw new IllegalArgumentException("speka.edge.streaming.*Max must be at least 1");
    }
    if (!sweepInterval.isPositive()
        || !silenceMax.isPositive()
        || !followInterval.isPositive()
        || !attendanceInterval.isPositive()
        || !repairDelay.isPositive()) {
      throw new IllegalArgumentException(
          "speka.edge.streaming: sweepInterval, silenceMax, followInterval, attendanceInterval and"
              + " repairDelay must be positive");
    }
  }

  /// The same for a stream that hears nothing and only reads the log.
  StreamingProperties following() {
    return new StreamingProperties(
        bufferMax,
        documentMax,
        inboxMax,
        followInterval,
        followInterval,
        followInterval,
        keepAliveAfter,
        stallMax,
        deadlineGrace,
        sweepInterval,
        logPageMax,
        logReadsMax,
        repairTriesMax,
        repairDelay,
        cancellationsMax,
        attendanceInterval,
        cancellationRepeat,
        connectTimeout,
        commandTimeout,
        reconnectDelayMax);
  }
}
