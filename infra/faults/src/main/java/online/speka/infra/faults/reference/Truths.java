package online.speka.infra.faults.reference;

import online.speka.infra.faults.history.Kind;

/// Knows the right answer to every request.
public interface Truths {

  Truth of(Kind kind, String body);
}
