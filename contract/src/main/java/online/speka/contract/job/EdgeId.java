package online.speka.contract.job;

/// One running edge process: where the frames of its jobs are sent.
public record EdgeId(String value) {

  /// No edge waits: the job's frames are read from its replay log.
  public static final EdgeId NONE = new EdgeId("none");

  public EdgeId {
    if (value.isEmpty() || value.length() > 64) {
      throw new IllegalArgumentException("edge id must be 1 to 64 characters: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
