package online.speka.infra.bench.slow;

/// What has become of a crowd's connections. Each is counted once.
///
/// @param asked not answered yet
/// @param open in the middle of a stream
/// @param ended with the end that a stream must have
/// @param cut without it: by the platform, on purpose
/// @param refused answered with something else than a stream
/// @param bytes read by all of them
public record CrowdCounts(int asked, int open, int ended, int cut, int refused, long bytes) {

  static final CrowdCounts NONE = new CrowdCounts(0, 0, 0, 0, 0, 0);

  CrowdCounts with(long read) {
    return new CrowdCounts(asked, open, ended, cut, refused, read);
  }

  CrowdCounts plus(CrowdCounts more) {
    return new CrowdCounts(
        asked + more.asked,
        open + more.open,
        ended + more.ended,
        cut + more.cut,
        refused + more.refused,
        bytes + more.bytes);
  }
}
