package online.speka.worker.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// ONNX Runtime's native libraries, loaded once per process.
///
/// Left to itself the runtime unpacks 28 MB to the temporary folder and takes them away when the
/// process ends, which a killed one never does. Here they are deleted as soon as they are loaded.
final class OnnxNativeCode {

  private static final String PATH_PROPERTY = "onnxruntime.native.path";
  private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

  private OnnxNativeCode() {}

  static synchronized OrtEnvironment load() throws IOException {
    if (System.getProperty(PATH_PROPERTY) != null) {
      return OrtEnvironment.getEnvironment();
    }
    Path folder = Files.createTempDirectory("speka-onnx-");
    try {
      if (unpack(folder)) {
        System.setProperty(PATH_PROPERTY, folder.toString());
      }
      return OrtEnvironment.getEnvironment();
    } finally {
      delete(folder);
    }
  }

  /// @return false if the jar has nothing for this machine, which the runtime then says itself
  private static boolean unpack(Path folder) throws IOException {
    for (String library : LIBRARIES) {
      String file = System.mapLibraryName(library);
      try (InputStream in =
          OnnxNativeCode.class.getResourceAsStream(
              "/ai/onnxruntime/native/" + platform() + "/" + file)) {
        if (in == null) {
          return false;
        }
        Files.copy(in, folder.resolve(file));
      }
    }
    return true;
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return (os.contains("mac") ? "osx" : os) + "-" + (arch.equals("amd64") ? "x64" : arch);
  }

  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
