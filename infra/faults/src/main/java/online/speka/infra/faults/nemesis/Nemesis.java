package online.speka.infra.faults.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.history.History;
import online.speka.infra.faults.history.Stopwatch;
import online.speka.infra.faults.proxy.Weather;
import online.speka.infra.services.process.Deadline;
import online.speka.infra.services.process.ProcessTree;
import online.speka.infra.services.process.Signal;

/// Carries out a schedule; blocks until everything works again.
public final class Nemesis {

  /// A part that is not back by then is not coming back; the checker will see what that means.
  private static final Duration BACK_MAX = Duration.ofMinutes(3);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final Duration FILLED_EVERY = Duration.ofMillis(300);

  /// No process has it.
  private static final long NO_PID = 0;

  private static final Duration DELIVERED_EVERY = Duration.ofMillis(300);

  private final Processes processes;
  private final Surroundings surroundings;
  private final Stopwatch stopwatch;
  private final History history;
  private final List<Missing> missing = new ArrayList<>();
  private final List<Storming> storms = new ArrayList<>();

  public Nemesis(
      Processes processes, Surroundings surroundings, Stopwatch stopwatch, History history) {
    this.processes = processes;
    this.surroundings = surroundings;
    this.stopwatch = stopwatch;
    this.history = history;
  }

  private record Missing(Fault fault, Processes.Running gone) {}

  private record Storming(Fault.Storm storm, Deadline end) {}

  public void run(Schedule schedule) throws InterruptedException {
    try {
      for (Schedule.Strike strike : schedule.strikes()) {
        pause(strike.after());
        switch (strike.step().fault()) {
          case Fault.OfProcess fault -> strike(strike, fault);
          case Fault.Storm storm -> begin(storm);
          case Fault.Redeliver fault -> redeliver(fault);
          case Fault.Poison fault -> poison(fault);
          case Fault.FillDisk fault -> fill(fault);
        }
        if (strike.step().untilBack()) {
          awaitBack();
        }
      }
      awaitBack();
    } finally {
      List.copyOf(storms).forEach(this::end);
    }
  }

  private void strike(Schedule.Strike strike, Fault.OfProcess fault) throws InterruptedException {
    List<Processes.Running> running = processes.of(fault.component());
    int index =
        switch (fault.victim()) {
          case ANY -> strike.index(running.size());
          case BUSIEST -> processes.busiest(running);
        };
    Missing victim = new Missing(fault, running.get(index));
    ProcessHandle process = ProcessHandle.of(victim.gone().pid()).orElse(null);
    if (process == null) {
      return;
    }
    struck(fault, victim.gone().pid());
    switch (fault) {
      case Fault.Kill _ -> end(process, Signal.KILL, victim);
      case Fault.Terminate _ -> end(process, Signal.TERM, victim);
      case Fault.Freeze(_, _, Duration time) -> freeze(process, time, victim);
    }
  }

  private void begin(Fault.Storm storm) {
    struck(storm, 0);
    surroundings.network().set(storm.link(), storm.weather());
    storms.add(new Storming(storm, Deadline.in(storm.time())));
  }

  private void end(Storming it) {
    storms.remove(it);
    surroundings.network().set(it.storm().link(), new Weather.Clear());
    healed(it.storm(), 0);
  }

  private void redeliver(Fault.Redeliver fault) throws InterruptedException {
    struck(fault, 0);
    Deadline end = Deadline.in(fault.time());
    while (!end.hasPassed()) {
      surroundings.deliveries().again(fault.copies());
      pause(DELIVERED_EVERY);
    }
    surroundings.deliveries().again(fault.copies());
    healed(fault, 0);
  }

  private void poison(Fault.Poison fault) {
    struck(fault, 0);
    surroundings.poisoner().ask();
    missing.add(new Missing(fault, new Processes.Running(Component.WORKER, NO_PID)));
  }

  private void fill(Fault.FillDisk fault) throws InterruptedException {
    struck(fault, 0);
    try {
      // The first time takes longest; its time runs when the disk is full.
      surroundings.disks().fill(fault.component());
      Deadline end = Deadline.in(fault.time());
      while (!end.hasPassed()) {
        pause(FILLED_EVERY);
        surroundings.disks().fill(fault.component());
      }
    } finally {
      surroundings.disks().free(fault.component());
    }
    // Whether it lived through it or came back: it is whole when every process of it answers.
    missing.add(new Missing(fault, new Processes.Running(fault.component(), NO_PID)));
  }

  private void struck(Fault fault, long pid) {
    history.add(new Entry.Struck(stopwatch.micros(), fault.words(), fault.where(), pid));
  }

  private void end(ProcessHandle process, Signal signal, Missing gone) {
    // PostgreSQL's children would end by themselves when the first one dies, but later.
    if (signal == Signal.KILL) {
      ProcessTree.signal(process, signal);
    } else {
      process.destroy();
    }
    missing.add(gone);
  }

  private void freeze(ProcessHandle process, Duration time, Missing frozen)
      throws InterruptedException {
    ProcessTree.signal(process, Signal.STOP);
    try {
      pause(time);
    } finally {
      ProcessTree.signal(process, Signal.CONT);
    }
    healed(frozen.fault(), frozen.gone().pid());
  }

  /// Storms end in their time, whatever is waited for.
  private void awaitBack() throws InterruptedException {
    Deadline deadline = Deadline.in(BACK_MAX);
    while ((!missing.isEmpty() || !storms.isEmpty()) && !deadline.hasPassed()) {
      missing.removeIf(this::isBack);
      storms.stream().filter(it -> it.end().hasPassed()).toList().forEach(this::end);
      pause(LOOK_AGAIN);
    }
    missing.clear();
  }

  private boolean isBack(Missing it) {
    if (!processes.replaced(it.gone())) {
      return false;
    }
    healed(it.fault(), it.gone().pid());
    return true;
  }

  private void healed(Fault fault, long pid) {
    history.add(new Entry.Healed(stopwatch.micros(), fault.words(), fault.where(), pid));
  }

  private static void pause(Duration time) throws InterruptedException {
    Deadline deadline = Deadline.in(time);
    while (!deadline.hasPassed()) {
      deadline.pause(time);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
