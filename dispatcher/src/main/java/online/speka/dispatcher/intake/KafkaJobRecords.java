package online.speka.dispatcher.intake;

import online.speka.contract.job.Job;
import online.speka.contract.wire.JobHeaders;
import online.speka.contract.wire.WireFormatException;
import online.speka.dispatcher.flowcontrol.Shard;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// Jobs in Kafka records.
final class KafkaJobRecords {

  private KafkaJobRecords() {}

  /// @throws WireFormatException if the record is no job of this shard
  static Job job(ConsumerRecord<byte[], byte[]> record, Shard shard) {
    Job job =
        JobHeaders.decode(
            name -> {
              Header header = record.headers().lastHeader(name);
              return header == null ? null : header.value();
            });
    if (!job.model().equals(shard.model())) {
      throw new WireFormatException("a job of " + job.model() + " lies in " + record.topic());
    }
    if (record.value() == null) {
      throw new WireFormatException("the job has no body");
    }
    return job;
  }
}
