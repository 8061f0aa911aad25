package online.speka.worker.engine.llamacpp;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where models lie.
///
/// @param modelDirectory what the catalog's `llama_cpp.file` is relative to
@ConfigurationProperties("speka.worker")
public record LlamaCppProperties(@DefaultValue("models") Path modelDirectory) {}
