package io.orbit.identity.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.util.ssl.KeyStoreKeyManager;
import com.unboundid.util.ssl.SSLUtil;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Identity;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against UnboundID's directory in memory, by TLS from the first byte and by StartTLS. */
class LdapIdentityProviderTest {
  private static final String BASE = "dc=example,dc=org";
  private static final String PEOPLE = "ou=people," + BASE;
  private static final String USER_DN = "uid={user}," + PEOPLE;
  private static final String STORE_PASSWORD = "changeit";

  @TempDir static Path folder;
  private static InMemoryDirectoryServer directory;
  private static Path authority;

  @BeforeAll
  static void start() throws Exception {
    Path keys = makeKeys();
    SSLUtil tls =
        new SSLUtil(new KeyStoreKeyManager(keys.toFile(), STORE_PASSWORD.toCharArray()), null);
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
    config.addAdditionalBindCredentials("cn=searcher", "searching");
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig("plain", loopback, 0, tls.createSSLSocketFactory()),
        InMemoryListenerConfig.createLDAPSConfig(
            "tls", loopback, 0, tls.createSSLServerSocketFactory(), null));
    directory = new InMemoryDirectoryServer(config);
    directory.add("dn: " + BASE, "objectClass: domain", "dc: example");
    directory.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
    directory.add("dn: ou=groups," + BASE, "objectClass: organizationalUnit", "ou: groups");
    person("alice", "wonderland");
    person("bob", "builder");
    directory.add(
        "dn: cn=readers,ou=groups," + BASE,
        "objectClass: groupOfNames",
        "cn: readers",
        "member: uid=alice," + PEOPLE);
    directory.startListening();
  }

  /** A key and its certificate for this machine, by the JDK's own tool. */
  private static Path makeKeys() throws Exception {
    Path keys = folder.resolve("keys.p12");
    int made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD,
                "-alias",
                "directory",
                "-keystore",
                keys.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start()
            .waitFor();
    assertThat(made).isZero();
    KeyStore store = KeyStore.getInstance(keys.toFile(), STORE_PASSWORD.toCharArray());
    Certificate certificate = store.getCertificate("directory");
    authority = folder.resolve("authority.pem");
    try (OutputStream out = Files.newOutputStream(authority)) {
      out.write("-----BEGIN CERTIFICATE-----\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      out.write(Base64.getMimeEncoder().encode(certificate.getEncoded()));
      out.write("\n-----END CERTIFICATE-----\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return keys;
  }

  private static void person(String uid, String password) throws Exception {
    directory.add(
        "dn: uid=" + uid + "," + PEOPLE,
        "objectClass: inetOrgPerson",
        "uid: " + uid,
        "cn: " + uid,
        "sn: " + uid,
        "userPassword: " + password);
  }

  @AfterAll
  static void stop() {
    directory.shutDown(true);
  }

  private static Directory directory(String url, boolean startTls, DirectoryQuery query) {
    return new Directory(DirectoryAddress.parse(url, startTls, authority.toString()), query, 5000);
  }

  private static String url(String listener) {
    String scheme = listener.equals("tls") ? "ldaps" : "ldap";
    return scheme + "://127.0.0.1:" + directory.getListenPort(listener);
  }

  private static DirectoryQuery bySearch(String filter) throws Exception {
    Path password = Files.writeString(folder.resolve("searcher"), "searching\n");
    return new DirectoryQuery(
        "",
        BASE,
        filter,
        "cn=searcher",
        password.toString(),
        "ou=groups," + BASE,
        "(member={dn})",
        "cn");
  }

  private static DirectoryQuery byDn() {
    return new DirectoryQuery(USER_DN, "", "", "", "", "", "", "cn");
  }

  @Test
  void aPasswordIsCheckedByBindAndGroupsAreFound() throws Exception {
    Directory tls = directory(url("tls"), false, bySearch("(uid={user})"));
    Optional<Identity> alice = tls.check("alice", "wonderland");
    assertThat(alice.map(Identity::user)).hasValue("alice");
    assertThat(alice.orElseThrow().groups()).containsExactly("readers");
    assertThat(tls.check("bob", "builder").orElseThrow().groups()).isEmpty();
    assertThat(tls.check("alice", "builder")).isEmpty();
    assertThat(tls.check("nobody", "wonderland")).isEmpty();
  }

  @Test
  void startTlsComesBeforeThePassword() {
    Directory plain = directory(url("plain"), true, byDn());
    assertThat(plain.check("bob", "builder")).isPresent();
    assertThat(plain.check("bob", "wonderland")).isEmpty();
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotTalkedTo() {
    DirectoryAddress unknown = DirectoryAddress.parse(url("tls"), false, "");
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(() -> new Directory(unknown, byDn(), 5000).check("bob", "builder"))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANNOT_CONNECT_NOW));
  }

  @Test
  void whatAClientSendsIsNoPartOfAFilterOrDn() throws Exception {
    Directory searching = directory(url("tls"), false, bySearch("(uid={user})"));
    for (String user : new String[] {"*", "ali*", "alice)(uid=*", "a\\2a", "alice,ou=x", "\0"}) {
      assertThat(searching.check(user, "wonderland")).as(user).isEmpty();
    }
    Directory direct = directory(url("tls"), false, byDn());
    assertThat(direct.check("alice,ou=people,dc=example,dc=org+x=", "wonderland")).isEmpty();
    assertThat(direct.check("alice", "wonderland")).isPresent();
  }

  @Test
  void whoIsFoundTwiceIsNobody() throws Exception {
    Directory vague = directory(url("tls"), false, bySearch("(|(uid={user})(objectClass=person))"));
    assertThat(vague.check("alice", "wonderland")).isEmpty();
  }

  @Test
  void aDirectoryThatIsNotThereIsNoWrongPassword() {
    Directory gone = directory("ldaps://127.0.0.1:1", false, byDn());
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(() -> gone.check("bob", "builder"))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANNOT_CONNECT_NOW));
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DirectoryAddress.parse("http://127.0.0.1", true, ""));
    assertThatIllegalArgumentException().isThrownBy(() -> DirectoryAddress.parse("", true, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DirectoryAddress.parse("ldap://ldap.example.org", false, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DirectoryQuery("", "", "", "", "", "", "", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DirectoryQuery("uid=x", "", "", "", "", "", "", ""));
  }
}
