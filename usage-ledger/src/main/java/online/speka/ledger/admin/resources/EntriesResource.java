package online.speka.ledger.admin.resources;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiFunction;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.books.Books;
import online.speka.ledger.books.Entered;
import online.speka.ledger.books.Entry;
import online.speka.ledger.books.Movement;
import online.speka.ledger.reporting.JobReference;
import org.springframework.http.HttpMethod;

/// Money moved by hand.
///
/// The entry's id follows from operator and idempotency key, so that a movement is made once for
/// ever, however long its answer is kept.
final class EntriesResource implements Resource {

  private static final String AMOUNT = "amount_micro_credits";
  private static final String JOB = "job";

  private final Books books;

  EntriesResource(Books books) {
    this.books = books;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        ofOrganization("/top-ups", "balance.top_up", 1, Movement.TopUp::new),
        ofOrganization("/grants", "balance.grant", 1, Movement.Grant::new),
        ofOrganization("/write-offs", "balance.write_off", 1, Movement.WriteOff::new),
        ofOrganization(
            "/adjustments", "balance.adjust", -Movement.AMOUNT_MAX, Movement.Adjustment::new),
        Operation.money(
            HttpMethod.POST, "/jobs/{" + JOB + "}/refunds", "job.refund", this::refund));
  }

  private Operation ofOrganization(
      String path,
      String action,
      long amountMin,
      BiFunction<TenantId, MicroCredits, Movement> movement) {
    return Operation.money(
        HttpMethod.POST,
        Path.ONE_ORGANIZATION + path,
        action,
        call -> {
          TenantId tenant = call.id(Path.ORGANIZATION, TenantId::new);
          long amount = call.body().whole(AMOUNT, amountMin, Movement.AMOUNT_MAX);
          if (amount == 0) {
            throw AdminException.invalid(AMOUNT, AMOUNT + " must not be 0");
          }
          return enter(call, movement.apply(tenant, new MicroCredits(amount)));
        });
  }

  private Reply.Changed refund(Call call) {
    JobId job =
        call.id(JOB, text -> JobReference.parse(text).orElseThrow(IllegalArgumentException::new));
    long amount = call.body().whole(AMOUNT, 1, Movement.AMOUNT_MAX);
    return enter(call, new Movement.Refund(job, new MicroCredits(amount)));
  }

  private Reply.Changed enter(Call call, Movement movement) {
    String reason = call.body().read("reason", EntriesResource::reason);
    String key = call.idempotencyKey().orElseThrow();
    UUID id =
        UUID.nameUUIDFromBytes(
            (call.operator().id() + "\n" + key).getBytes(StandardCharsets.UTF_8));
    return switch (books.enter(new Entry(id, movement, reason, call.operator().signature()))) {
      case Entered.Posted posted ->
          new Reply.Changed(
              201, "entry:" + posted.id(), posted.tenant().value(), View.of(posted, reason));
      case Entered.Refused(var why) -> throw refused(why);
    };
  }

  private static AdminException refused(Entered.Why why) {
    return switch (why) {
      case ID_IN_USE ->
          AdminException.conflict(
              "This Idempotency-Key was used for another movement. Make a new one.");
      case NO_ACCOUNT -> AdminException.notFound("There is no such organization.");
      case NO_BILL -> AdminException.notFound("No such job has a bill.");
      case MORE_THAN_CHARGED ->
          AdminException.conflict("With earlier refunds this is more than the job was charged.");
      case MORE_THAN_OWED -> AdminException.conflict("The organization does not owe as much.");
    };
  }

  static String reason(String text) {
    if (text.isBlank()
        || text.length() > Entry.REASON_LENGTH_MAX
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "must be 1 to " + Entry.REASON_LENGTH_MAX + " characters on one line");
    }
    return text;
  }

  /// @param amountMicroCredits what the organisation's account was credited; below zero if it was
  ///     debited
  private record View(
      UUID id,
      String kind,
      String organization,
      long amountMicroCredits,
      String reason,
      Instant postedAt) {

    static View of(Entered.Posted posted, String reason) {
      return new View(
          posted.id(),
          posted.kind().name().toLowerCase(Locale.ROOT),
          posted.tenant().value(),
          posted.amount().value(),
          reason,
          posted.postedAt());
    }
  }
}
