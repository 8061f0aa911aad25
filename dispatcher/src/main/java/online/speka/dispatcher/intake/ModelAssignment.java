package online.speka.dispatcher.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import online.speka.contract.catalog.ModelId;
import online.speka.dispatcher.flowcontrol.Shard;
import org.jspecify.annotations.Nullable;

/// Which member of the group owns which model: whole models, as many on each member as on the
/// others give or take one, and each where it was before if that is possible.
///
/// A model whose owner changes is given to nobody in this round: the old owner learns that it has
/// lost it, finishes its bookkeeping, and the next round gives it away.
final class ModelAssignment {

  private ModelAssignment() {}

  /// A member of the group, with what it says it owns.
  ///
  /// @param generation of the group when it got them; of two that claim the same shard the later
  ///     one is right, the other was asleep
  record Member(String id, int generation, Set<Shard> owned) {}

  /// @param shards every shard there is
  /// @return the shards of every member
  static Map<String, List<Shard>> assign(List<Member> members, Set<Shard> shards) {
    Map<ModelId, NavigableSet<Shard>> models = new TreeMap<>();
    for (Shard shard : shards) {
      models.computeIfAbsent(shard.model(), _ -> new TreeSet<>()).add(shard);
    }
    Map<Shard, Member> claims = claims(members);
    Map<ModelId, String> before = owners(models, claims);
    Map<ModelId, String> after = balance(members, models.keySet(), before);
    Map<String, List<Shard>> assignment = new TreeMap<>();
    members.forEach(member -> assignment.put(member.id(), new ArrayList<>()));
    models.forEach(
        (model, all) -> {
          String owner = after.get(model);
          boolean free =
              all.stream()
                  .map(claims::get)
                  .allMatch(claim -> claim == null || claim.id().equals(owner));
          List<Shard> given = owner == null ? null : assignment.get(owner);
          if (free && given != null) {
            given.addAll(all);
          }
        });
    return assignment;
  }

  /// Who owns each shard now.
  private static Map<Shard, Member> claims(List<Member> members) {
    Map<Shard, Member> claims = new HashMap<>();
    Set<Shard> disputed = new HashSet<>();
    for (Member member : members) {
      for (Shard shard : member.owned()) {
        Member other = claims.get(shard);
        if (other == null || other.generation() < member.generation()) {
          claims.put(shard, member);
          disputed.remove(shard);
        } else if (other.generation() == member.generation()) {
          disputed.add(shard);
        }
      }
    }
    // Two claims of one generation cannot both be true; neither is believed.
    claims.keySet().removeAll(disputed);
    return claims;
  }

  /// Who owns each model now: whoever owns most of its shards.
  private static Map<ModelId, String> owners(
      Map<ModelId, NavigableSet<Shard>> models, Map<Shard, Member> claims) {
    Map<ModelId, String> owners = new HashMap<>();
    models.forEach(
        (model, shards) -> {
          Map<String, Integer> owned = new TreeMap<>();
          for (Shard shard : shards) {
            Member member = claims.get(shard);
            if (member != null) {
              owned.merge(member.id(), 1, Integer::sum);
            }
          }
          owned.entrySet().stream()
              .max(Map.Entry.comparingByValue())
              .ifPresent(most -> owners.put(model, most.getKey()));
        });
    return owners;
  }

  private static Map<ModelId, String> balance(
      List<Member> members, Set<ModelId> models, Map<ModelId, String> before) {
    Map<String, List<ModelId>> kept = new TreeMap<>();
    members.forEach(member -> kept.put(member.id(), new ArrayList<>()));
    List<ModelId> open = new ArrayList<>();
    for (ModelId model : models) {
      List<ModelId> of = ofOwner(kept, before.get(model));
      (of == null ? open : of).add(model);
    }
    // Those who have most may keep one more than the others.
    List<String> order =
        kept.keySet().stream()
            .sorted(
                Comparator.<String>comparingInt(id -> -kept.getOrDefault(id, List.of()).size())
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    Map<ModelId, String> after = new HashMap<>();
    Map<String, Integer> wanted = new TreeMap<>();
    for (int i = 0; i < order.size(); i++) {
      String id = order.get(i);
      int quota = models.size() / order.size() + (i < models.size() % order.size() ? 1 : 0);
      List<ModelId> mine = kept.getOrDefault(id, List.of());
      int keep = Math.min(quota, mine.size());
      mine.subList(0, keep).forEach(model -> after.put(model, id));
      open.addAll(mine.subList(keep, mine.size()));
      wanted.put(id, quota - keep);
    }
    open.sort(Comparator.naturalOrder());
    for (ModelId model : open) {
      String next =
          wanted.entrySet().stream()
              .max(
                  Map.Entry.<String, Integer>comparingByValue()
                      .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
              .orElseThrow()
              .getKey();
      wanted.merge(next, -1, Integer::sum);
      after.put(model, next);
    }
    return after;
  }

  private static @Nullable List<ModelId> ofOwner(
      Map<String, List<ModelId>> kept, @Nullable String owner) {
    return owner == null ? null : kept.get(owner);
  }
}
