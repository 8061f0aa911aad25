package online.speka.infra.bench.revocation;

import online.speka.infra.bench.probe.Reply;

/// What an edge made of a key.
enum Said {
  ACCEPTED,
  REFUSED,
  /// Neither: it was busy, or gone.
  OTHER;

  static Said of(Reply reply) {
    if (reply.isAccepted()) {
      return ACCEPTED;
    }
    return reply.isUnauthorized() ? REFUSED : OTHER;
  }
}
