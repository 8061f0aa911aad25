package online.speka.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Lane;
import online.speka.dispatcher.flowcontrol.Shard;
import online.speka.dispatcher.intake.ModelAssignment.Member;
import org.junit.jupiter.api.Test;

class ModelAssignmentTest {

  @Test
  void givesEverythingToASingleMember() {
    Set<Shard> shards = models(3);

    Map<String, List<Shard>> assignment = ModelAssignment.assign(List.of(fresh("a")), shards);

    assertThat(assignment.get("a")).containsExactlyInAnyOrderElementsOf(shards);
  }

  @Test
  void keepsAllShardsOfAModelTogether() {
    Map<String, List<Shard>> assignment =
        ModelAssignment.assign(List.of(fresh("a"), fresh("b"), fresh("c")), models(7));

    assignment
        .values()
        .forEach(
            shards ->
                byModel(shards)
                    .values()
                    .forEach(ofModel -> assertThat(ofModel).hasSize(SHARDS_PER_MODEL)));
  }

  @Test
  void withholdsAModelUntilItsOldOwnerHasLetItGo() {
    // Given a owns both models and b is new
    Set<Shard> shards = models(2);
    Member owner = new Member("a", 5, shards);

    // When
    Map<String, List<Shard>> first = ModelAssignment.assign(List.of(owner, fresh("b")), shards);
    Set<Shard> kept = Set.copyOf(first.get("a"));
    Map<String, List<Shard>> second =
        ModelAssignment.assign(List.of(new Member("a", 6, kept), fresh("b")), shards);

    // Then
    assertThat(first.get("a")).hasSize(SHARDS_PER_MODEL);
    assertThat(first.get("b")).isEmpty();
    assertThat(Set.copyOf(second.get("a"))).isEqualTo(kept);
    assertThat(second.get("b")).hasSize(SHARDS_PER_MODEL);
  }

  @Test
  void believesTheClaimOfTheLaterGeneration() {
    // Given a was asleep while b got the model
    Set<Shard> shards = models(1);

    // When
    Map<String, List<Shard>> assignment =
        ModelAssignment.assign(
            List.of(new Member("a", 4, shards), new Member("b", 6, shards)), shards);

    // Then
    assertThat(assignment.get("b")).hasSize(SHARDS_PER_MODEL);
    assertThat(assignment.get("a")).isEmpty();
  }

  @Test
  void believesNeitherOfTwoClaimsOfTheSameGeneration() {
    Set<Shard> shards = models(1);

    Map<String, List<Shard>> assignment =
        ModelAssignment.assign(
            List.of(new Member("a", 4, shards), new Member("b", 4, shards)), shards);

    assertThat(assignment.get("a").size() + assignment.get("b").size()).isEqualTo(SHARDS_PER_MODEL);
  }

  @Test
  void givesNewShardsOfAModelToItsOwner() {
    // Given the batch topic is made after the interactive one
    Set<Shard> shards = models(2);
    Set<Shard> interactive =
        shards.stream().filter(s -> s.lane() == Lane.INTERACTIVE).collect(Collectors.toSet());
    Map<ModelId, Set<Shard>> owned = byModel(interactive);
    List<ModelId> ids = List.copyOf(owned.keySet());

    // When
    Map<String, List<Shard>> assignment =
        ModelAssignment.assign(
            List.of(
                new Member("a", 2, owned.get(ids.get(0))),
                new Member("b", 2, owned.get(ids.get(1)))),
            shards);

    // Then
    assertThat(assignment.get("a")).allMatch(s -> s.model().equals(ids.get(0))).hasSize(5);
    assertThat(assignment.get("b")).allMatch(s -> s.model().equals(ids.get(1))).hasSize(5);
  }

  @Test
  void settlesBalancedAndStickyWhateverHappens() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Set<Shard> shards = models(random.nextInt(1, 20));
      Map<String, Set<Shard>> owned = new HashMap<>();
      int generation = 0;
      for (int change = 0; change < 6; change++) {
        // Given members that come and go
        if (owned.isEmpty() || random.nextInt(3) > 0) {
          owned.put("m" + random.nextInt(100), new HashSet<>());
        } else {
          owned.remove(owned.keySet().iterator().next());
          if (owned.isEmpty()) {
            continue;
          }
        }
        long moved = 0;
        // When the group rebalances until nothing changes
        for (int round = 0; round < 3; round++) {
          generation++;
          List<Member> members = new ArrayList<>();
          for (Map.Entry<String, Set<Shard>> member : owned.entrySet()) {
            members.add(new Member(member.getKey(), generation, member.getValue()));
          }
          Map<String, List<Shard>> assignment = ModelAssignment.assign(members, shards);
          // Then nobody is given what another still owns
          for (String id : owned.keySet()) {
            Set<Shard> given = new HashSet<>(assignment.get(id));
            owned.forEach(
                (other, theirs) -> {
                  if (!other.equals(id) && !theirs.isEmpty()) {
                    assertThat(given).doesNotContainAnyElementsOf(theirs);
                  }
                });
          }
          for (String id : owned.keySet()) {
            moved += owned.get(id).stream().filter(s -> !assignment.get(id).contains(s)).count();
            owned.put(id, new HashSet<>(assignment.get(id)));
          }
        }
        // Then everything has one owner, models are whole and shared evenly
        List<Shard> all = owned.values().stream().flatMap(Set::stream).toList();
        assertThat(all).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(shards);
        List<Integer> sizes =
            owned.values().stream().map(s -> s.size() / SHARDS_PER_MODEL).sorted().toList();
        assertThat(sizes.getLast() - sizes.getFirst()).as("seed %d", seed).isLessThanOrEqualTo(1);
        assertThat(moved / SHARDS_PER_MODEL)
            .as("seed %d: only a newcomer's share moves", seed)
            .isLessThanOrEqualTo(Math.ceilDiv(shards.size() / SHARDS_PER_MODEL, owned.size()));
      }
    }
  }

  private static final int SHARDS_PER_MODEL = 5;

  private static Member fresh(String id) {
    return new Member(id, -1, Set.of());
  }

  private static Set<Shard> models(int count) {
    Set<Shard> shards = new HashSet<>();
    for (int i = 0; i < count; i++) {
      ModelId model = new ModelId("model-" + i);
      shards.add(new Shard(model, Lane.INTERACTIVE, 0));
      for (int partition = 0; partition < 4; partition++) {
        shards.add(new Shard(model, Lane.BATCH, partition));
      }
    }
    return shards;
  }

  private static Map<ModelId, Set<Shard>> byModel(Iterable<Shard> shards) {
    Map<ModelId, Set<Shard>> models = new HashMap<>();
    shards.forEach(s -> models.computeIfAbsent(s.model(), _ -> new HashSet<>()).add(s));
    return models;
  }
}
