package online.speka.infra.faults.checker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.wire.JobEventCodec;
import online.speka.infra.faults.history.Bill;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.reference.Truth;
import online.speka.infra.faults.reference.Truths;
import org.jspecify.annotations.Nullable;

/// Sorts a history by what it is about.
final class StoryTeller {

  private static final class Draft {
    private final Entry.Asked asked;
    private Entry.@Nullable Answered answered;
    private Entry.@Nullable Ended ended;
    private final StringBuilder body = new StringBuilder();
    private long firstByteMicros = -1;
    private int resumed;

    Draft(Entry.Asked asked) {
      this.asked = asked;
    }
  }

  private final Truths truths;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, Entry.Accepted> accepted = new LinkedHashMap<>();
  private final Map<String, List<JobEvent>> events = new LinkedHashMap<>();
  private final Map<String, List<Bill>> bills = new LinkedHashMap<>();
  private final List<Entry.Struck> faults = new ArrayList<>();
  private final List<Entry.Healed> heals = new ArrayList<>();
  private final List<Entry.Books> books = new ArrayList<>();
  private final List<Entry.Buried> buried = new ArrayList<>();
  private final List<Entry.Funds> funds = new ArrayList<>();
  private final List<Entry.Sampled> samples = new ArrayList<>();
  private Entry.@Nullable Begun begun;

  private StoryTeller(Truths truths) {
    this.truths = truths;
  }

  static Story tell(List<Entry> history, Truths truths) {
    StoryTeller teller = new StoryTeller(truths);
    history.forEach(teller::hear);
    return teller.story();
  }

  private void hear(Entry entry) {
    switch (entry) {
      case Entry.Begun it -> begun = it;
      case Entry.Asked it -> drafts.put(it.request(), new Draft(it));
      case Entry.Answered it -> draft(it.request()).answered = it;
      case Entry.Ended it -> draft(it.request()).ended = it;
      case Entry.Read it -> read(it);
      case Entry.Resumed it -> resumed(draft(it.request()));
      case Entry.Accepted it -> accepted.put(it.job(), it);
      case Entry.Told it -> told(JobEventCodec.decode(it.event().getBytes(StandardCharsets.UTF_8)));
      case Entry.Billed it ->
          bills.computeIfAbsent(it.bill().job(), _ -> new ArrayList<>()).add(it.bill());
      case Entry.Struck it -> faults.add(it);
      case Entry.Healed it -> heals.add(it);
      case Entry.Books it -> books.add(it);
      case Entry.Buried it -> buried.add(it);
      case Entry.Funds it -> funds.add(it);
      case Entry.Sampled it -> samples.add(it);
    }
  }

  private Draft draft(String request) {
    Draft draft = drafts.get(request);
    if (draft == null) {
      throw new IllegalArgumentException("the history tells of " + request + " before it asks");
    }
    return draft;
  }

  private void read(Entry.Read it) {
    Draft draft = draft(it.request());
    draft.body.append(it.text());
    if (draft.firstByteMicros < 0) {
      draft.firstByteMicros = it.atMicros();
    }
  }

  private static void resumed(Draft draft) {
    draft.body.setLength(NumberedEvents.wholeLength(draft.body));
    draft.resumed++;
  }

  private void told(JobEvent event) {
    events.computeIfAbsent(event.job().id().toString(), _ -> new ArrayList<>()).add(event);
  }

  private Story story() {
    if (begun == null) {
      throw new IllegalArgumentException("the history has no beginning");
    }
    Map<String, List<JobStory>> jobs = new LinkedHashMap<>();
    List<JobStory> all = new ArrayList<>();
    for (Entry.Accepted it : accepted.values()) {
      JobStory job =
          new JobStory(
              it,
              events.getOrDefault(it.job(), List.of()),
              bills.getOrDefault(it.job(), List.of()));
      all.add(job);
      jobs.computeIfAbsent(it.request(), _ -> new ArrayList<>()).add(job);
    }
    List<RequestStory> requests =
        drafts.values().stream()
            .map(draft -> request(draft, jobs.getOrDefault(draft.asked.request(), List.of())))
            .toList();
    List<Bill> strays =
        bills.entrySet().stream()
            .filter(entry -> !accepted.containsKey(entry.getKey()))
            .flatMap(entry -> entry.getValue().stream())
            .toList();
    return new Story(begun, requests, all, strays, faults, heals, books, buried, funds, samples);
  }

  private RequestStory request(Draft draft, List<JobStory> jobs) {
    Truth truth = truths.of(draft.asked.kind(), draft.asked.body());
    String body = draft.body.toString();
    Optional<JobStory> job = jobs.stream().findFirst();
    return new RequestStory(
        draft.asked,
        draft.answered,
        body,
        draft.firstByteMicros,
        draft.resumed,
        draft.ended,
        jobs,
        truth,
        Reader.read(draft.asked, draft.answered, body, draft.ended, job, truth));
  }
}
