package online.speka.infra.local.models;

import java.io.IOException;
import java.nio.file.Path;

/// A place where a model file may be had.
interface ModelSource {

  /// For people: `Hugging Face`.
  String name();

  /// How many bytes of disk it takes while it fetches, the file itself included.
  long scratchBytes(ModelArtifact artifact);

  /// Writes the file. What it wrote is checked by the caller.
  ///
  /// @param to does not exist yet; its folder is this call's own
  /// @throws IOException saying, in words for people, why there is nothing to be had here
  void fetch(ModelArtifact artifact, Path to, Transfer transfer)
      throws IOException, InterruptedException;
}
