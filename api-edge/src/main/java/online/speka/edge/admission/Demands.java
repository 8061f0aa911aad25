package online.speka.edge.admission;

import online.speka.contract.job.Job;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.Usage;
import online.speka.edge.validation.InferenceRequest;

/// What a request is expected to take. The edge has no tokenizer: a prompt given as text is
/// estimated from its bytes, on the high side for English.
public final class Demands {
  private static final int BYTES_PER_TOKEN = 4;

  private Demands() {}

  public static Job.Demand of(TenantId tenant, InferenceRequest request, byte[] body) {
    int promptBytes = request.promptEnd() - request.promptStart();
    long promptTokens =
        request.promptTokens() >= 0
            ? request.promptTokens()
            : Math.ceilDiv(promptBytes, BYTES_PER_TOKEN);
    return new Job.Demand(
        promptTokens,
        request.outputTokensMax(),
        request.model().prices().charge(Usage.of(promptTokens, request.outputTokensMax())),
        PrefixHashes.of(tenant, body, request.promptStart(), request.promptEnd()));
  }
}
