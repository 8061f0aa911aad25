package online.speka.infra.bench.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.speka.infra.bench.measure.CpuCost;

/// What `saturate` found.
///
/// @param control the bench without the platform at the last rate tried
/// @param split CPU by role, if any rate was held
/// @param residentBytes memory by role at the end
record SaturateResult(
    Step unloaded,
    List<Step> steps,
    Step control,
    Map<String, CpuCost> split,
    Map<String, Long> residentBytes) {

  /// The step with the highest rate that was held.
  Optional<Step> best() {
    return steps.stream()
        .filter(Step::held)
        .max((a, b) -> Double.compare(a.ratePerSecond(), b.ratePerSecond()));
  }

  double highestRate() {
    return best().map(Step::ratePerSecond).orElse(Double.NaN);
  }

  /// Wrong bytes are an error at any load; being turned away when there is too much is not.
  int wrong() {
    return unloaded.tally().wrong()
        + control.tally().wrong()
        + steps.stream().mapToInt(step -> step.tally().wrong()).sum();
  }

  /// Errors where there was no load to excuse them.
  int errors() {
    return unloaded.tally().errors() + wrong();
  }
}
