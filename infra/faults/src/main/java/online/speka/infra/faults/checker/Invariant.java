package online.speka.infra.faults.checker;

/// What must hold whatever dies.
public enum Invariant {
  I1("every accepted job reaches exactly one end, and no request becomes two jobs"),
  I2("an end does not change; what comes later is dropped"),
  I3("what a client reads is the answer, or its beginning and an explicit break"),
  I4("one bill for each job, with the tokens that were generated"),
  I5("all postings sum to zero, each transaction too, and every bill was posted"),
  I6("what is spent and reserved stays within the limit; reservations return to zero"),
  I8("an account sees and pays nothing of another"),
  I9("work that can run does not wait"),
  I10("memory and threads are bounded"),
  I11("work is repeated for few jobs"),
  I12("who leaves pays for what was generated, and frees the slot");

  private final String words;

  Invariant(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
