package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which connections CLIENT KILL means. */
record ClientFilter(
    boolean oldStyle,
    long id,
    @Nullable String address,
    @Nullable String localAddress,
    @Nullable String user,
    boolean normal,
    boolean skipSelf) {

  static ClientFilter parse(RedisRequest request) {
    if (request.size() == 3) {
      return new ClientFilter(true, 0, request.text(2), null, null, true, false);
    }
    long id = 0;
    String address = null;
    String localAddress = null;
    String user = null;
    boolean normal = true;
    boolean skipSelf = true;
    for (int i = 2; i < request.size(); i += 2) {
      ByteRange option = request.argument(i);
      ByteRange value = Words.after(request, i);
      if (option.isWord("ID")) {
        id = killedId(value);
      } else if (option.isWord("TYPE")) {
        normal = isNormal(value);
      } else if (option.isWord("ADDR")) {
        address = value.latin1();
      } else if (option.isWord("LADDR")) {
        localAddress = value.latin1();
      } else if (option.isWord("USER")) {
        user = value.utf8();
      } else if (option.isWord("SKIPME")) {
        skipSelf = yes(value);
      } else {
        throw RedisError.syntax();
      }
    }
    return new ClientFilter(false, id, address, localAddress, user, normal, skipSelf);
  }

  private static long killedId(ByteRange value) {
    try {
      long id = Words.integer(value);
      if (id > 0) {
        return id;
      }
    } catch (RedisError e) {
      throw new RedisError("ERR client-id should be greater than 0");
    }
    throw new RedisError("ERR client-id should be greater than 0");
  }

  private static boolean yes(ByteRange value) {
    if (!value.isWord("YES") && !value.isWord("NO")) {
      throw RedisError.syntax();
    }
    return value.isWord("YES");
  }

  /** True for the type all our connections have; others exist in Redis, but not here. */
  static boolean isNormal(ByteRange type) {
    String name = type.latin1().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "normal" -> true;
      case "master", "replica", "slave", "pubsub" -> false;
      default -> throw new RedisError("ERR Unknown client type '" + type.utf8() + "'");
    };
  }

  boolean matches(RedisClient client, RedisClient self) {
    return normal
        && (id == 0 || client.requireConnection().id() == id)
        && (address == null || address.equals(ClientReport.remote(client)))
        && (localAddress == null || localAddress.equals(ClientReport.local(client)))
        && (user == null || user.equals(client.userName()))
        && !(skipSelf && client == self);
  }
}
