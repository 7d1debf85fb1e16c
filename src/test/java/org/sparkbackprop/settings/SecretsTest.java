package org.sparkbackprop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://host:5432/db, jdbc:postgresql://host:5432/db",
    "jdbc:postgresql://me:S@host/db?ssl=true, jdbc:postgresql://(not kept)@host/db?ssl=true",
    "jdbc:postgresql://h/d?user=me&password=S&ssl=1,"
        + " jdbc:postgresql://h/d?user=me&password=(not kept)&ssl=1",
    "jdbc:mysql://me:p/S@S@host/db, jdbc:mysql://(not kept)@host/db",
    "jdbc:mysql://address=(host=h)(password=S)/db,"
        + " jdbc:mysql://address=(host=h)(password=(not kept))/db",
    "jdbc:sqlserver://h:1;databaseName=d;password={S;S};encrypt=true,"
        + " jdbc:sqlserver://h:1;databaseName=d;password=(not kept);encrypt=true",
    "jdbc:sqlserver://h;accessToken=S, jdbc:sqlserver://h;accessToken=(not kept)",
    "jdbc:oracle:thin:scott/S@//h:1521/x, jdbc:oracle:thin:(not kept)@//h:1521/x",
    "jdbc:oracle:thin:@//h:1521/x?oracle.net.wallet_password=S,"
        + " jdbc:oracle:thin:(not kept)@//h:1521/x?oracle.net.wallet_password=(not kept)",
    "jdbc:x://h;privateKey=S;accessKey=S;api_key=S;OAuthPvtKey=S;authorization=S;author=me,"
        + " jdbc:x://h;privateKey=(not kept);accessKey=(not kept);api_key=(not kept);"
        + "OAuthPvtKey=(not kept);authorization=(not kept);author=me",
    "jdbc:h2:mem:test;PASSWORD=S, jdbc:h2:mem:test;PASSWORD=(not kept)"
  })
  void aUrlIsShownWithoutSecrets(String url, String shown) {
    assertThat(Secrets.withoutSecrets(url)).isEqualTo(shown).doesNotContain("S@", "=S");
  }

  @Test
  void configurationsAreKeptWithoutSecrets() {
    Map<String, Object> jdbc = new HashMap<>();
    jdbc.put("url", "jdbc:a://u:S@h");
    jdbc.put("password", null);
    jdbc.put("options", Map.of("ssl", Map.of("keyPassword", "S", "mode", "on"), "authToken", 7));
    Map<String, Object> kept =
        Secrets.withoutSecrets(Map.of("input", Map.of("jdbc", jdbc, "list", List.of(1))));
    Map<String, Object> expected = new HashMap<>();
    expected.put("url", "jdbc:a://(not kept)@h");
    expected.put("password", null);
    expected.put(
        "options",
        Map.of(
            "ssl", Map.of("keyPassword", "(not kept)", "mode", "on"), "authToken", "(not kept)"));
    assertThat(kept).isEqualTo(Map.of("input", Map.of("jdbc", expected, "list", List.of(1))));
  }

  @Test
  void namesOfColumnsAreNoSecrets() {
    Map<String, Map<String, Map<String, Integer>>> input =
        Map.of("input", Map.of("vectors", Map.of("token", 3, "authentic", 2)));
    assertThat(Secrets.withoutSecrets(input)).isEqualTo(input);
  }

  @Test
  void settingsDoNotTellTheirSecrets() {
    DatabaseSettings settings =
        new DatabaseSettings(
            Optional.of("t"),
            Optional.empty(),
            Optional.of("jdbc:a://u:S1@h"),
            Map.of("password", "S2", "fetchsize", "10"));
    assertThat(settings.toString()).doesNotContain("S1", "S2");
    assertThat(settings.withoutSecrets("no jdbc:a://u:S1@h with S2"))
        .isEqualTo("no jdbc:a://(not kept)@h with (not kept)");
  }
}
