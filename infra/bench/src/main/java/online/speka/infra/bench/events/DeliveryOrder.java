package online.speka.infra.bench.events;

import java.util.Random;
import java.util.function.IntConsumer;

/// In which order events are delivered: each three times, the first two somewhere in its block, and
/// the third when all have been delivered, in another order.
record DeliveryOrder(int count, long seed) {

  static final int TIMES = 3;
  private static final int BLOCK = 20_000;

  void forEach(IntConsumer event) {
    Random random = new Random(seed);
    deliver(random, 2, event);
    deliver(random, 1, event);
  }

  private void deliver(Random random, int times, IntConsumer event) {
    for (int begin = 0; begin < count; begin += BLOCK) {
      int length = Math.min(BLOCK, count - begin);
      int[] block = new int[length * times];
      for (int i = 0; i < block.length; i++) {
        block[i] = begin + i % length;
      }
      shuffle(block, random);
      for (int number : block) {
        event.accept(number);
      }
    }
  }

  private static void shuffle(int[] block, Random random) {
    for (int i = block.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = block[i];
      block[i] = block[j];
      block[j] = kept;
    }
  }
}
