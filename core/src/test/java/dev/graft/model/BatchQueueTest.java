package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Reading;
import dev.graft.torch.Device;
import dev.graft.torch.Tensors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    /// One whose numbers cannot be computed with those of others.
    @Test
    void aQuestionThatFailsDoesNotFailThoseWhoShareItsBatch() throws Exception {
        Computing same = List::getFirst;
        try (BatchQueue<Float> queue =
                        BatchQueue.start(new PositiveNumbers(), Device.CPU, new Sharing(3, Duration.ofSeconds(30)));
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<float[]>> asked = new ArrayList<>();
            for (float number : List.of(1f, -2f, 3f)) {
                asked.add(threads.submit(() -> queue.row(number, same)));
            }
            assertThat(asked.get(0).get()).containsExactly(1);
            assertThat(asked.get(2).get()).containsExactly(3);
            assertThatThrownBy(() -> asked.get(1).get()).hasRootCauseMessage("negative");
        }
    }

    private record PositiveNumbers() implements Reading<Float, Float> {
        @Override
        public Float read(Float example) {
            return example;
        }

        @Override
        public List<Tensor> batch(List<Float> read) {
            float[] numbers = new float[read.size()];
            for (int i = 0; i < numbers.length; i++) {
                if (read.get(i) < 0) {
                    throw new IllegalStateException("negative");
                }
                numbers[i] = read.get(i);
            }
            return List.of(Tensors.of(numbers, read.size(), 1));
        }

        @Override
        public String name(Float example) {
            return example.toString();
        }

        @Override
        public boolean cut(Float read) {
            return false;
        }
    }
}
