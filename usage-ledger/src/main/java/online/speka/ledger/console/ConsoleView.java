package online.speka.ledger.console;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import online.speka.ledger.reporting.BalanceReport;
import online.speka.ledger.reporting.BooksCheck;
import online.speka.ledger.reporting.RecentBill;
import online.speka.ledger.reporting.UsageReport;

/// Everything the page shows, as text. The template only places it.
record ConsoleView(
    String now,
    Books books,
    Totals totals,
    List<Choice> periods,
    String period,
    List<ModelLine> models,
    List<AccountLine> accounts,
    List<BillLine> bills) {

  /// @param seal the style of the verdict
  record Books(String seal, String verdict, String postings, String difference, String held) {}

  record Totals(String jobs, String tokens, String credits) {}

  record Choice(String key, boolean current) {}

  record ModelLine(
      String model,
      String jobs,
      String prompt,
      String cached,
      String completion,
      String credits,
      int share) {}

  record AccountLine(String account, String credits) {}

  /// @param shortId the random end of the id: the beginning is the time, and alike for all
  record BillLine(
      String id,
      String shortId,
      String at,
      String tenant,
      String model,
      String status,
      String cause,
      String attempt,
      String prompt,
      String completion,
      String credits) {}

  static ConsoleView of(
      Instant now,
      Period period,
      UsageReport usage,
      BalanceReport balance,
      BooksCheck check,
      List<RecentBill> bills) {
    UsageReport.Sum total = usage.total();
    return new ConsoleView(
        Figures.moment(now),
        books(check),
        new Totals(
            Figures.count(total.jobs()),
            Figures.count(total.promptTokens().add(total.completionTokens())),
            Figures.credits(total.amountMicroCredits())),
        Arrays.stream(Period.values()).map(p -> new Choice(p.key(), p == period)).toList(),
        period.label(),
        models(usage),
        balance.accounts().stream().map(ConsoleView::account).toList(),
        bills.stream().map(ConsoleView::bill).toList());
  }

  private static Books books(BooksCheck check) {
    return new Books(
        check.isBalanced() ? "good" : "bad",
        check.isBalanced() ? "Balanced" : "Out of balance",
        Figures.credits(check.postings()),
        Figures.credits(check.difference()),
        Figures.count(check.held()));
  }

  private static List<ModelLine> models(UsageReport usage) {
    Map<String, UsageReport.Sum> byModel = new LinkedHashMap<>();
    for (UsageReport.Row row : usage.rows()) {
      byModel.merge(row.model(), row.sum(), UsageReport.Sum::plus);
    }
    BigInteger whole = usage.total().amountMicroCredits();
    return byModel.entrySet().stream()
        .sorted(
            Map.Entry.comparingByValue(
                Comparator.comparing(UsageReport.Sum::amountMicroCredits).reversed()))
        .map(entry -> model(entry.getKey(), entry.getValue(), whole))
        .toList();
  }

  private static ModelLine model(String model, UsageReport.Sum sum, BigInteger whole) {
    return new ModelLine(
        model,
        Figures.count(sum.jobs()),
        Figures.count(sum.promptTokens()),
        Figures.count(sum.cachedPromptTokens()),
        Figures.count(sum.completionTokens()),
        Figures.credits(sum.amountMicroCredits()),
        Figures.percent(sum.amountMicroCredits(), whole));
  }

  private static AccountLine account(BalanceReport.AccountBalance balance) {
    return new AccountLine(balance.account(), Figures.credits(balance.balanceMicroCredits()));
  }

  private static BillLine bill(RecentBill bill) {
    String id = bill.jobId().toString();
    return new BillLine(
        id,
        "…" + id.substring(id.lastIndexOf('-') + 1),
        Figures.moment(bill.endedAt()),
        bill.tenant(),
        bill.model(),
        bill.status(),
        bill.cause().replace('_', ' '),
        Integer.toString(bill.attempt()),
        Figures.count(bill.promptTokens()),
        Figures.count(bill.completionTokens()),
        Figures.credits(BigInteger.valueOf(bill.amountMicroCredits())));
  }
}
