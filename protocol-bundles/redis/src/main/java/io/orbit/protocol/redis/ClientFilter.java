package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which connections CLIENT KILL means. */
record ClientFilter(
    boolean oldStyle,
    long id,
    @Nullable String address,
    @Nullable String localAddress,
    @Nullable String user,
    Predicate<RedisClient> type,
    boolean skipSelf) {

  static ClientFilter parse(RedisRequest request, Predicate<String> isUser) {
    if (request.size() == 3) {
      return new ClientFilter(true, 0, request.text(2), null, null, any -> true, false);
    }
    long id = 0;
    String address = null;
    String localAddress = null;
    String user = null;
    Predicate<RedisClient> type = any -> true;
    boolean skipSelf = true;
    for (int i = 2; i < request.size(); i += 2) {
      ByteRange option = request.argument(i);
      ByteRange value = Words.after(request, i);
      if (option.isWord("ID")) {
        id = killedId(value);
      } else if (option.isWord("TYPE")) {
        type = ofType(value);
      } else if (option.isWord("ADDR")) {
        address = value.latin1();
      } else if (option.isWord("LADDR")) {
        localAddress = value.latin1();
      } else if (option.isWord("USER")) {
        user = value.utf8();
        if (!isUser.test(user)) {
          throw RedisError.echoing("ERR No such user '" + value.latin1() + "'");
        }
      } else if (option.isWord("SKIPME")) {
        skipSelf = yes(value);
      } else {
        throw RedisError.syntax();
      }
    }
    return new ClientFilter(false, id, address, localAddress, user, type, skipSelf);
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

  /** Of a type; those of servers that follow one another exist in Redis, but not here. */
  static Predicate<RedisClient> ofType(ByteRange type) {
    String name = type.latin1().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "normal" -> client -> client.subscriptions().isEmpty();
      case "pubsub" -> client -> !client.subscriptions().isEmpty();
      case "master", "replica", "slave" -> client -> false;
      default -> throw new RedisError("ERR Unknown client type '" + type.utf8() + "'");
    };
  }

  boolean matches(RedisClient client, RedisClient self) {
    return type.test(client)
        && (id == 0 || client.requireConnection().id() == id)
        && (address == null || address.equals(ClientReport.remote(client)))
        && (localAddress == null || localAddress.equals(ClientReport.local(client)))
        && (user == null || user.equals(client.userName()))
        && !(skipSelf && client == self);
  }
}
