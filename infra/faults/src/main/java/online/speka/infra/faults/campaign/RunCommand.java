package online.speka.infra.faults.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.wire.CatalogFile;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.bench.stack.StackException;
import online.speka.infra.faults.cell.Cell;
import online.speka.infra.faults.cell.Cells;
import online.speka.infra.faults.cell.Gate;
import online.speka.infra.faults.checker.Checker;
import online.speka.infra.faults.checker.Findings;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.history.HistoryFile;
import online.speka.infra.faults.reference.SimulatorTruths;
import online.speka.infra.faults.report.CellLine;
import online.speka.infra.faults.report.Recovery;
import online.speka.infra.faults.stack.Layout;
import online.speka.infra.faults.stack.Platform;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Exit status: 0 every invariant held, 1 one did not or there is no platform, 2 misuse.
@Command(
    name = "infra/faults/run",
    mixinStandardHelpOptions = true,
    description = "Breaks the platform under load and judges what clients saw and what was billed.")
public final class RunCommand implements Callable<Integer> {

  private static final String ALL = "all";
  private static final String GATE = "gate";
  private static final String LIST = "list";
  private static final String CATALOG = "catalog.yaml";
  private static final String SUFFIX = ".jsonl";

  @Parameters(paramLabel = "CELL", description = "Names of cells, all, gate, or list.")
  private List<String> names = List.of();

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--rounds",
      defaultValue = "1",
      description = "How often; each round has the next seed. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--mutation",
      paramLabel = "GUARD",
      defaultValue = "",
      description =
          "Takes a check away from the platform: passes if the invariant that it protects is seen"
              + " to break, in any round. Without a cell, the one that must notice.")
  private String mutation = "";

  @Option(
      names = "--judge",
      paramLabel = "FILE",
      description = "Judges a history that was kept, and starts nothing.")
  private @Nullable Path judged;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Folders folders;
  private final LongSupplier ticker;
  private final InstantSource clock;
  private Verdicts verdicts = new Verdicts(Optional.empty());

  /// @param root of the sources
  /// @param scratch for what is gone afterwards
  /// @param histories for what is kept
  public record Folders(Path root, Path scratch, Path histories) {}

  public RunCommand(Folders folders, LongSupplier ticker, InstantSource clock) {
    this.folders = folders;
    this.ticker = ticker;
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (names.equals(List.of(LIST))) {
      Cells.list().forEach(it -> System.out.printf("%-16s %s%n", it.name(), it.what()));
      return 0;
    }
    if (judged != null) {
      Catalog catalog = CatalogFile.read(judged.resolveSibling(CATALOG));
      System.out.println(judge(judged, catalog));
      return verdicts.isClean() ? 0 : 1;
    }
    verdicts = new Verdicts(mutation());
    List<Cell> cells = cells();
    try (Progress progress = new Progress(ticker, Boolean.getBoolean("faults.terminal"))) {
      run(cells, progress);
    }
    System.out.println(verdicts);
    return verdicts.isClean() ? 0 : 1;
  }

  private Optional<Mutation> mutation() {
    Optional<Mutation> found = Mutation.find(mutation);
    if (found.isEmpty() && !mutation.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "A mutation is one of " + String.join(", ", Mutation.words()));
    }
    return found;
  }

  private List<Cell> cells() {
    if (names.equals(List.of(ALL))) {
      return Cells.list();
    }
    if (names.equals(List.of(GATE))) {
      return Gate.cells();
    }
    if (names.isEmpty() && !mutation.isEmpty()) {
      return mutation().map(it -> List.of(cell(it.cell()))).orElseThrow();
    }
    if (names.isEmpty() || rounds < 1) {
      throw new ParameterException(spec.commandLine(), "Name a cell, all, gate, or list.");
    }
    return names.stream().map(this::cell).toList();
  }

  private Cell cell(String name) {
    return Cells.find(name)
        .orElseThrow(() -> new ParameterException(spec.commandLine(), "There is no cell " + name));
  }

  private void run(List<Cell> cells, Progress progress) throws InterruptedException {
    progress.show("starting the platform");
    try (Guarded platform =
        Guarded.over(
            Platform.start(
                folders.root(),
                folders.scratch(),
                mutation.isEmpty() ? Layout.USUAL : Layout.USUAL.without(mutation),
                ticker,
                line -> progress.show("starting the platform: " + line)))) {
      keepCatalog(platform.platform());
      for (int round = 0; round < rounds; round++) {
        for (Cell cell : verdicts.isDecided() ? List.<Cell>of() : cells) {
          progress.show("round " + (round + 1) + ", " + cell.name());
          System.out.println(run(platform.platform(), cell, seed + round));
        }
      }
      progress.show("stopping");
    }
  }

  private String run(Platform platform, Cell cell, long roundSeed) throws InterruptedException {
    Path file = folders.histories().resolve(cell.name() + "-" + roundSeed + SUFFIX);
    try {
      new CellRun(platform, ticker, clock).run(cell, roundSeed, file);
    } catch (StackException | IllegalStateException e) {
      verdicts.addBroken();
      return "FAIL " + cell.name() + " seed " + roundSeed + ": " + e.getMessage();
    }
    return judge(file, platform.catalog());
  }

  private String judge(Path file, Catalog catalog) {
    List<Entry> history = HistoryFile.read(file);
    Findings findings = Checker.check(history, new SimulatorTruths(catalog));
    boolean fine = verdicts.add(findings);
    String name = file.getFileName().toString().replace(SUFFIX, "");
    return CellLine.of(name, fine, findings, Recovery.of(history));
  }

  /// With it a history can be judged again.
  private void keepCatalog(Platform platform) {
    try {
      Files.createDirectories(folders.histories());
      Files.copy(
          platform.catalogFile(),
          folders.histories().resolve(CATALOG),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folders.histories(), e);
    }
  }
}
