package online.speka.dispatcher;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where Redis is, `spring.data.redis.*`: the keys that every deployable reads.
///
/// @param timeout for one command
/// @param connectTimeout for one connection
/// @param startTimeout how long to wait for Redis at the start
@ConfigurationProperties("spring.data.redis")
record RedisProperties(
    @DefaultValue("redis://127.0.0.1:6379") URI url,
    @DefaultValue("2s") Duration timeout,
    @DefaultValue("2s") Duration connectTimeout,
    @DefaultValue("60s") Duration startTimeout) {}
