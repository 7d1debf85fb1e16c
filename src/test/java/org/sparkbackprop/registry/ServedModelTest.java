package org.sparkbackprop.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

class ServedModelTest {

  private static final double[] ROW = {0.75, -1.25};

  @TempDir private Path path;
  private Storage home;
  private NumberedModels models;

  @BeforeEach
  void noVersionYet() {
    home = new LocalStorage(path);
    models = new NumberedModels(home);
  }

  private static void requireAnswersOf(int number, ServedModel served) {
    double[] expected = NumberedModels.model(number).probabilities(ROW);
    assertThat(served.version()).isEqualTo(NumberedModels.name(number));
    assertThat(served.classNames()).containsExactly("a" + number, "b" + number);
    assertThat(served.probabilities(ROW)).isEqualTo(expected);
    assertThat(served.probabilities(List.of(ROW, ROW)).get(1)).isEqualTo(expected);
    int best = expected[1] > expected[0] ? 1 : 0;
    assertThat(served.snapshot().bestClass(ROW)).isEqualTo(served.classNames().get(best));
  }

  @Test
  void theVersionInServiceAnswersUntilAnotherIsPublished() {
    models.publish(1);
    models.make(2);
    try (ServedModel served = ServedModel.open(path)) {
      requireAnswersOf(1, served);
      assertThat(served.refresh()).as("no pointer names version 2 yet").isFalse();
      models.point(2);
      requireAnswersOf(1, served);
      ServedVersion before = served.snapshot();
      assertThat(served.refresh()).isTrue();
      requireAnswersOf(2, served);
      assertThat(before.probabilities(ROW)).isEqualTo(NumberedModels.model(1).probabilities(ROW));
      assertThat(before.version()).isEqualTo(NumberedModels.name(1));
      assertThat(served.refresh()).isFalse();
    }
  }

  @Test
  void aRollbackIsFollowed() {
    models.publish(1);
    models.publish(2);
    try (ServedModel served = ServedModel.open(path)) {
      new Rollback(home).toPrevious();
      assertThat(served.refresh()).isTrue();
      requireAnswersOf(1, served);
    }
  }

  @Test
  void aNewPointerToTheSameVersionChangesNothing() {
    models.publish(1);
    try (ServedModel served = ServedModel.open(path)) {
      models.point(1);
      assertThat(served.refresh()).isFalse();
      assertThat(served.snapshot().pointer().generation()).isEqualTo(2);
      requireAnswersOf(1, served);
    }
  }

  @Test
  void withoutAVersionInServiceThereIsNothingToOpen() {
    assertThatThrownBy(() -> ServedModel.open(path)).satisfies(this::saysThatNoneIsInService);
    new Pointers(home)
        .create(
            new Pointer(
                1, Optional.empty(), Pointer.Reason.FENCED, Optional.empty(), Instant.now()));
    assertThatThrownBy(() -> ServedModel.open(path)).satisfies(this::saysThatNoneIsInService);
  }

  private void saysThatNoneIsInService(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "no version of the model in %s is in service; retrain publishes the first one there",
            path);
    assertThat(((StorageException) thrown).kind()).isEqualTo(StorageException.Kind.NOT_FOUND);
  }

  @Test
  void aVersionThatIsMissingIsAnErrorAndTheEarlierOneGoesOnAnswering() {
    models.publish(1);
    try (ServedModel served = ServedModel.open(path)) {
      models.point(2);
      assertThatThrownBy(served::refresh)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("there is no version v0002-0002 in ");
      requireAnswersOf(1, served);
      models.make(2);
      assertThat(served.refresh()).isTrue();
      assertThat(served.lastFailure()).isEmpty();
    }
  }

  @Test
  void aVersionThatIsRemovedBeforeItIsReadIsPassedOver() {
    models.publish(1);
    Storage overtaken =
        beforeLookingAt(
            NumberedModels.name(1) + "/manifest.json",
            () -> {
              models.publish(2);
              new Retention(1).apply(home);
            });
    try (ServedModel served = ServedModel.open(overtaken)) {
      requireAnswersOf(2, served);
    }
  }

  /** The model's directory, where something happens before a file is looked at. */
  private Storage beforeLookingAt(String file, Runnable event) {
    return watched(home, file, event);
  }

  private static Storage watched(Storage inner, String file, Runnable event) {
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("readIfExists") && file.equals(arguments[0])) {
                event.run();
              }
              try {
                Object result = method.invoke(inner, arguments);
                return result instanceof Storage below ? watched(below, file, event) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void whicheverByteOfANewVersionIsDamagedItIsRefusedOrHarmless() throws IOException {
    models.publish(1);
    try (ServedModel served = ServedModel.open(path)) {
      models.publish(2);
      String version = "versions/v0002-0002/";
      int refused = everyFlippedByteIsRefused(served, version + "model/weights.safetensors");
      assertThat(refused)
          .isEqualTo(Files.size(path.resolve(version + "model/weights.safetensors")));
      refused = everyFlippedByteIsRefused(served, version + "model/model.json");
      assertThat(refused).isEqualTo(Files.size(path.resolve(version + "model/model.json")));
      assertThat(everyFlippedByteIsRefused(served, version + "manifest.json")).isGreaterThan(200);
      assertThat(everyFlippedByteIsRefused(served, "current/00000000000000000002.json"))
          .isGreaterThan(50);
      assertThat(served.refresh()).isTrue();
      requireAnswersOf(2, served);
    }
  }

  /** How many of a file's bytes, changed alone, are noticed; else another one opens version 2. */
  private int everyFlippedByteIsRefused(ServedModel served, String name) throws IOException {
    Path file = path.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 4;
      Files.write(file, damaged);
      if (isReadable()) {
        continue; // a letter of what is told of a version, and not checked
      }
      refused++;
      assertThatThrownBy(served::refresh)
          .as("byte %d of %s", at, name)
          .isInstanceOfAny(ModelFormatException.class, StorageException.class)
          .hasMessageMatching("[^\\n]+");
      assertThat(served.lastFailure()).isPresent();
      requireAnswersOf(1, served);
    }
    Files.write(file, whole);
    return refused;
  }

  private boolean isReadable() {
    try (ServedModel other = ServedModel.open(path)) {
      requireAnswersOf(2, other);
      return true;
    } catch (ModelFormatException | StorageException refused) {
      return false;
    }
  }

  @Test
  void aThreadRefreshesKeepsItsFailuresAndEndsWhenTheModelIsClosed() throws InterruptedException {
    models.publish(1);
    ServedModel served = ServedModel.open(path);
    served.refreshEvery(Duration.ofMillis(2));
    assertThatThrownBy(() -> served.refreshEvery(Duration.ofMillis(2)))
        .isInstanceOf(IllegalStateException.class);
    models.point(2);
    await(() -> served.lastFailure().isPresent());
    assertThat(served.lastFailure().get()).hasMessageContaining("there is no version v0002-0002");
    requireAnswersOf(1, served);
    models.make(2);
    await(() -> served.version().equals(NumberedModels.name(2)));
    await(() -> served.lastFailure().isEmpty());
    requireAnswersOf(2, served);
    served.close();
    served.close();
    models.publish(3);
    Thread.sleep(50);
    requireAnswersOf(2, served);
    assertThat(served.refresh()).as("by hand").isTrue();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 5000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(2);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
