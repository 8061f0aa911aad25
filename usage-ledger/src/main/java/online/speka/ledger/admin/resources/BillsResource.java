package online.speka.ledger.admin.resources;

import java.util.List;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.reporting.JobReference;
import online.speka.ledger.reporting.Reports;

/// Why a job cost what it cost.
final class BillsResource implements Resource {

  private static final String JOB = "job";

  private final Reports reports;

  BillsResource(Reports reports) {
    this.reports = reports;
  }

  @Override
  public List<Operation> operations() {
    return List.of(Operation.get("/bills/{" + JOB + "}", this::bill));
  }

  private Reply bill(Call call) {
    return call.id(JOB, JobReference::parse)
        .flatMap(reports::bill)
        .<Reply>map(Reply.Json::new)
        .orElseThrow(() -> AdminException.notFound("No such job has a bill yet."));
  }
}
