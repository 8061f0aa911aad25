package online.speka.worker.engine.simulator;

import java.util.concurrent.Semaphore;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.outcome.Cause;
import online.speka.contract.usage.Images;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import online.speka.worker.engine.simulator.pictures.Picture;
import online.speka.worker.engine.simulator.pictures.PictureFile;
import online.speka.worker.engine.simulator.words.Dice;
import online.speka.worker.rendering.ImagesWriter;
import online.speka.worker.rendering.request.ImageRequest;
import online.speka.worker.rendering.request.InvalidRequestException;

/// Simulates an image model. The pictures follow from model, prompt and size, and say what they
/// are.
final class SimulatorImagesEngine implements Engine {

  /// Most pictures in memory at a time, all jobs together: one takes up to 8 MB before it is a
  /// file.
  private static final int DRAWN_TOGETHER_MAX = 2;

  private final ModelSpec model;
  private final EngineSpec.Simulator spec;
  private final Surroundings surroundings;
  private final Semaphore canvases = new Semaphore(DRAWN_TOGETHER_MAX);

  SimulatorImagesEngine(ModelSpec model, EngineSpec.Simulator spec, Surroundings surroundings) {
    this.model = model;
    this.spec = spec;
    this.surroundings = surroundings;
  }

  @Override
  public boolean ready() {
    return !surroundings.isClosed();
  }

  @Override
  public boolean deterministic() {
    return spec.faults().continues();
  }

  @Override
  public EngineResult run(EngineRun run, AnswerSink sink) throws InterruptedException {
    try {
      ImageRequest request = ImageRequest.parse(run.body());
      PromptScan prompt = new PromptScan();
      prompt.note(model.id().value());
      prompt.text(request.prompt());
      requireRoom(request, prompt);
      if (FaultPlan.of(spec.faults(), run.attempt(), prompt.hash()).failsAtOnce()) {
        return broken("fails, as the catalog says", Usage.NONE);
      }
      return draw(run, request, prompt);
    } catch (InvalidRequestException e) {
      return new EngineResult.Rejected(e.error());
    }
  }

  private void requireRoom(ImageRequest request, PromptScan prompt) {
    long left = model.capacity().contextTokens() - request.n() * request.size().tokens();
    if (prompt.tokens() > left) {
      throw InvalidRequestException.contextLengthExceeded(
          model.capacity().contextTokens(),
          prompt.tokens() + " tokens, and the images in " + request.n() * request.size().tokens(),
          "prompt");
    }
  }

  private EngineResult draw(EngineRun run, ImageRequest request, PromptScan prompt)
      throws InterruptedException {
    long wait = surroundings.delays().beforeFirst(prompt.tokens());
    if (wait > 0) {
      Waiter.Pace pace = surroundings.waiter().begin(run.cancellation());
      pace.until(pace.now() + wait);
    }
    ImagesWriter writer = new ImagesWriter(run.job(), request);
    for (int i = 0; i < request.n(); i++) {
      if (run.cancellation().isCancelled()) {
        return new EngineResult.Cancelled(usage(request, prompt, i));
      }
      if (surroundings.isClosed()) {
        return broken("the engine was closed while the job ran", usage(request, prompt, i));
      }
      writer.add(picture(request, Dice.mix(prompt.hash(), i)));
    }
    Usage usage = usage(request, prompt, request.n());
    return new EngineResult.Completed(writer.finish(usage), usage);
  }

  private byte[] picture(ImageRequest request, long seed) throws InterruptedException {
    canvases.acquire();
    try {
      return PictureFile.of(
          Picture.draw(request.size(), model.id().value(), request.prompt(), seed),
          request.format(),
          request.compression());
    } finally {
      canvases.release();
    }
  }

  /// Until now. A run without an image has used nothing.
  private static Usage usage(ImageRequest request, PromptScan prompt, int images) {
    return images == 0
        ? Usage.NONE
        : Usage.of(prompt.tokens(), new Images(images, request.size(), request.quality()));
  }

  private static EngineResult broken(String detail, Usage usage) {
    ApiError error = ApiError.of(ErrorReason.UPSTREAM_ERROR, "The model failed to answer.");
    return new EngineResult.Broken(Cause.UPSTREAM_ERROR, error, detail, usage);
  }

  @Override
  public void close() {
    surroundings.close();
  }
}
