package online.speka.worker.engine.llamacpp;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import online.speka.worker.engine.EngineStartException;

/// llama.cpp's shared library, loaded once per process and never unloaded.
///
/// It comes out of a jar, through a file of this process's own that is deleted as soon as it is
/// loaded: workers that start together do not disturb each other, and a killed one leaves nothing.
@SuppressWarnings("restricted") // calling native code is what this package is for
final class NativeLibrary {

  private static final Linker LINKER = Linker.nativeLinker();

  private final SymbolLookup symbols;

  private NativeLibrary(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /// @throws EngineStartException saying what is missing on this machine
  static NativeLibrary load() {
    String resource = resource();
    // Threads that spin at OpenMP's barriers take the processor from the ones they wait for: with
    // two threads on two busy cores a token took 400 ms, and 16 ms when they sleep.
    setEnvironment("OMP_WAIT_POLICY", "passive");
    try (InputStream in = NativeLibrary.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new EngineStartException(
            "llama.cpp has no build for this machine: " + resource + " is not on the class path",
            null);
      }
      Path folder = Files.createTempDirectory("speka-llama-");
      Path file = folder.resolve(System.mapLibraryName("llama"));
      try {
        Files.copy(in, file);
        return new NativeLibrary(open(file));
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new EngineStartException(
          "llama.cpp's library cannot be unpacked to " + System.getProperty("java.io.tmpdir"), e);
    }
  }

  private static String resource() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return "/de/kherud/llama/"
        + (os.contains("mac") ? "Mac" : os.contains("linux") ? "Linux" : os)
        + "/"
        + (arch.equals("amd64") ? "x86_64" : arch)
        + "/"
        + System.mapLibraryName("jllama");
  }

  private static SymbolLookup open(Path file) {
    try {
      return SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new EngineStartException(
          openMpIsMissing()
              ? "llama.cpp needs the OpenMP library: apt-get install libgomp1"
              : "llama.cpp's library does not load on this machine",
          e);
    }
  }

  private static boolean openMpIsMissing() {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup.libraryLookup("libgomp.so.1", arena);
      return false;
    } catch (IllegalArgumentException e) {
      return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    }
  }

  /// Sets a variable for native code; a value given from outside stays.
  private static void setEnvironment(String name, String value) {
    MethodHandle setenv =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("setenv"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int overwrite = 0;
      int _ =
          (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), overwrite);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  MethodHandle bind(String function, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(symbols.findOrThrow(function), descriptor);
  }

  /// A C function pointer to a Java method; valid as long as the process.
  static MemorySegment callback(MethodHandle method, FunctionDescriptor descriptor) {
    return LINKER.upcallStub(method, descriptor, Arena.global());
  }

  /// C functions throw nothing; what comes out of a call is a mistake in its binding.
  static IllegalStateException unexpected(Throwable e) {
    return new IllegalStateException("a native call failed", e);
  }
}
