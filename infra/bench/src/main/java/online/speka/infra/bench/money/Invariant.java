package online.speka.infra.bench.money;

/// What must hold in every history.
public enum Invariant {
  NEVER_OVERSPENT("spent + reserved <= credit, in every sample"),
  RESERVED_WHAT_IT_CAN_COST("each reservation is the request's worst price"),
  REFUSED_ONLY_WHEN_SHORT("no 402 that could have been paid"),
  NOBODY_GETS_MORE("no 200 for more than there was"),
  PUT_OFF_ONLY_AROUND_KILLS("no 503 but after a kill, each with Retry-After"),
  ANSWERED("every request has an answer, all of it unless a server died"),
  SETTLED("reservations back to 0, Redis and books agree"),
  BALANCED("sum of postings = 0, in every sample"),
  BILLED_ONCE("every accepted job has one bill, and one charge of it"),
  BILLED_THE_TRUTH("each bill = what the answer reported = what the simulator uses"),
  PRICED_RIGHT("each amount = usage x price, never above the reservation");

  private final String words;

  Invariant(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
