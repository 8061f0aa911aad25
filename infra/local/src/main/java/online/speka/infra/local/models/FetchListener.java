package online.speka.infra.local.models;

import java.nio.file.Path;

/// Hears how a fetch goes on. Called on the thread that fetches.
public interface FetchListener {

  /// @param source for people: `Hugging Face`
  void trying(String source);

  /// Told now and then, and once at the end of a source's transfer.
  ///
  /// @param bytesTotal how many there will be
  /// @param bytesPerSecond since this source began
  void progress(String source, long bytes, long bytesTotal, long bytesPerSecond);

  /// This source has failed; the next is tried, if there is one.
  void failed(String source, String reason);

  /// The file is in place.
  void fetched(String source, Path file);
}
