package online.speka.infra.faults.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.wire.CatalogFile;
import online.speka.infra.bench.stack.StackException;
import online.speka.infra.faults.cell.Cell;
import online.speka.infra.faults.checker.Checker;
import online.speka.infra.faults.checker.Findings;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.history.HistoryFile;
import online.speka.infra.faults.reference.SimulatorTruths;
import online.speka.infra.faults.report.CellLine;
import online.speka.infra.faults.report.Recovery;
import online.speka.infra.faults.stack.Platform;

/// Runs cells on a platform, keeps their histories, and judges them.
///
/// @param histories where they are kept
/// @param ticker nanoseconds of the monotonic clock
record Rounds(Path histories, LongSupplier ticker, InstantSource clock) {

  private static final String CATALOG = "catalog.yaml";
  private static final String SUFFIX = ".jsonl";

  /// @return what to print
  String run(Platform platform, Cell cell, long seed, Verdicts verdicts)
      throws InterruptedException {
    Path file = histories.resolve(cell.name() + "-" + seed + SUFFIX);
    try {
      keepCatalog(platform);
      new CellRun(platform, ticker, clock).run(cell, seed, file);
    } catch (StackException | IllegalStateException e) {
      verdicts.addBroken();
      return "FAIL " + cell.name() + " seed " + seed + ": " + e.getMessage();
    }
    return judge(file, platform.catalog(), verdicts);
  }

  /// Judges a history that was kept.
  ///
  /// @return what to print
  static String judge(Path file, Verdicts verdicts) {
    return judge(file, CatalogFile.read(file.resolveSibling(CATALOG)), verdicts);
  }

  private static String judge(Path file, Catalog catalog, Verdicts verdicts) {
    List<Entry> history = HistoryFile.read(file);
    Findings findings = Checker.check(history, new SimulatorTruths(catalog));
    boolean fine = verdicts.add(findings);
    String name = file.getFileName().toString().replace(SUFFIX, "");
    return CellLine.of(name, fine, findings, Recovery.of(history));
  }

  /// With it a history can be judged again.
  private void keepCatalog(Platform platform) {
    try {
      Files.createDirectories(histories);
      Files.copy(
          platform.catalogFile(), histories.resolve(CATALOG), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + histories, e);
    }
  }
}
