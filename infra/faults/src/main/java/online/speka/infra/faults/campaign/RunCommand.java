package online.speka.infra.faults.campaign;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import online.speka.infra.bench.report.Progress;
import online.speka.infra.faults.cell.Cell;
import online.speka.infra.faults.cell.Cells;
import online.speka.infra.faults.cell.Gate;
import online.speka.infra.faults.nemesis.Component;
import online.speka.infra.faults.stack.Layout;
import online.speka.infra.faults.stack.Platform;
import online.speka.infra.faults.stack.SmallDisks;
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
  private static final String MUTATIONS = "mutations";

  /// Where no other number is asked for.
  private static final int MUTATION_ROUNDS = 3;

  @Parameters(paramLabel = "CELL", description = "Names of cells, all, gate, mutations, or list.")
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
      System.out.println(Rounds.judge(judged, verdicts));
      return verdicts.isClean() ? 0 : 1;
    }
    try (Progress progress = new Progress(ticker, Boolean.getBoolean("faults.terminal"))) {
      return names.equals(List.of(MUTATIONS)) ? mutations(progress) : cells(progress);
    }
  }

  private int mutations(Progress progress) throws InterruptedException {
    MutationProof proof = new MutationProof(rounds(), seed, rounds == 1 ? MUTATION_ROUNDS : rounds);
    try (Guarded platform = start(Layout.SMALL, MutationProof.first().word(), progress)) {
      int unnoticed = proof.run(platform.platform(), progress);
      progress.show("stopping");
      System.out.println(
          (Mutation.words().size() - unnoticed) + " passed, " + unnoticed + " failed");
      return unnoticed == 0 ? 0 : 1;
    }
  }

  private int cells(Progress progress) throws InterruptedException {
    verdicts = new Verdicts(mutation());
    List<Cell> cells = possible(cells());
    Set<Component> smallDisks =
        cells.stream().flatMap(cell -> cell.smallDisks().stream()).collect(Collectors.toSet());
    int workersMin = cells.stream().mapToInt(Cell::workersMin).max().orElse(0);
    Layout layout =
        (mutation.isEmpty() ? Layout.USUAL : Layout.SMALL)
            .withSmallDisks(smallDisks)
            .withWorkers(workersMin);
    try (Guarded platform = start(layout, mutation, progress)) {
      for (int round = 0; round < rounds; round++) {
        for (Cell cell : verdicts.isDecided() ? List.<Cell>of() : cells) {
          progress.show("round " + (round + 1) + ", " + cell.name());
          System.out.println(rounds().run(platform.platform(), cell, seed + round, verdicts));
        }
      }
      progress.show("stopping");
    }
    System.out.println(verdicts);
    return verdicts.isClean() ? 0 : 1;
  }

  /// Without those that need disks of their own where there can be none.
  private List<Cell> possible(List<Cell> cells) {
    boolean needed = cells.stream().anyMatch(cell -> !cell.smallDisks().isEmpty());
    if (!needed || SmallDisks.areThere(folders.scratch())) {
      return cells;
    }
    cells.stream()
        .filter(cell -> !cell.smallDisks().isEmpty())
        .forEach(
            cell ->
                System.out.println(
                    "SKIP " + cell.name() + ": a tmpfs cannot be mounted here (that needs root)"));
    return cells.stream().filter(cell -> cell.smallDisks().isEmpty()).toList();
  }

  private Guarded start(Layout layout, String without, Progress progress) {
    progress.show("starting the platform");
    return Guarded.over(
        Platform.start(
            new Platform.Origin(folders.root(), folders.scratch(), without),
            layout,
            ticker,
            line -> progress.show("starting the platform: " + line)));
  }

  private Rounds rounds() {
    return new Rounds(folders.histories(), ticker, clock);
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
      return mutation().map(it -> List.of(cell(it.cell()).brief())).orElseThrow();
    }
    if (names.isEmpty() || rounds < 1) {
      throw new ParameterException(
          spec.commandLine(), "Name a cell, all, gate, mutations, or list.");
    }
    return names.stream().map(this::cell).toList();
  }

  private Cell cell(String name) {
    return Cells.find(name)
        .orElseThrow(() -> new ParameterException(spec.commandLine(), "There is no cell " + name));
  }
}
