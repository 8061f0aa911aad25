package online.speka.infra.bench.slow;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import online.speka.infra.bench.measure.ProcFs;
import online.speka.infra.bench.measure.Watched;

/// What the platform's processes hold, turn after turn.
final class Processes {

  private final ProcFs kernel;
  private final List<Growth> growths = new ArrayList<>();

  Processes(ProcFs kernel, List<Watched> watched) {
    this.kernel = kernel;
    for (Watched process : watched) {
      OptionalLong bytes = kernel.residentBytes(process.pid());
      OptionalLong threads = kernel.threads(process.pid());
      if (bytes.isPresent() && threads.isPresent()) {
        growths.add(
            new Growth(
                process.role(),
                process.pid(),
                bytes.getAsLong(),
                bytes.getAsLong(),
                threads.getAsLong(),
                threads.getAsLong()));
      }
    }
  }

  /// A turn is about to end.
  void look() {
    growths.replaceAll(
        it ->
            it.with(kernel.residentBytes(it.pid()).orElse(0), kernel.threads(it.pid()).orElse(0)));
  }

  List<Growth> growths() {
    return List.copyOf(growths);
  }
}
