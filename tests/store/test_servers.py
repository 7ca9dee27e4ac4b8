from bot.interview import Home
from bot.store import servers
from bot.store.servers import ServerSettings
from tests.store.making import GUILD, OTHER_GUILD


async def test_settings_are_kept_for_each_server(database):
    mine = ServerSettings(held_in=Home.CHANNEL, topic="sky", questions=7, moderator_role_id=5, language="de")
    async with database.write() as connection:
        await servers.put(connection, GUILD, ServerSettings(topic="sea"))
        await servers.put(connection, GUILD, mine)
    async with database.read() as connection:
        assert await servers.get(connection, GUILD) == mine
        assert await servers.get(connection, OTHER_GUILD) == ServerSettings()


async def test_outside_servers_everything_is_as_the_host_has_it(database):
    async with database.read() as connection:
        assert await servers.get(connection, None) == ServerSettings(None, None, None)


async def test_settings_can_be_taken_back(database):
    async with database.write() as connection:
        await servers.put(connection, GUILD, ServerSettings(Home.THREAD, "sky", 3))
        await servers.put(connection, GUILD, ServerSettings())
    async with database.read() as connection:
        assert await servers.get(connection, GUILD) == ServerSettings()


async def test_the_languages_of_servers(database):
    async with database.write() as connection:
        await servers.put(connection, GUILD, ServerSettings(language="de"))
        await servers.put(connection, OTHER_GUILD, ServerSettings(topic="sky"))
        assert await servers.languages(connection) == {GUILD: "de"}
