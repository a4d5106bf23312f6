// PostGIS itself: a cluster of its own in a temporary folder, on a free port of the loopback.
#include "io/publish/postgis.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine/core/error.hpp"
#include "tests/support/program.hpp"
#include "tests/support/small_publication.hpp"

namespace hazone::io {
namespace {

using hazone::testing::ProgramResult;
using hazone::testing::run_command;
using hazone::testing::SmallPublication;
using hazone::testing::TemporaryFolder;
using ::testing::HasSubstr;
using ::testing::Not;

/// A port which was free a moment ago.
int free_port() {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(listener);
    return ntohs(address.sin_port);
}

/// One server for all tests of the program; PostgreSQL refuses to run as root, so that root becomes
/// the user postgres, whom the package makes.
class Server : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        binaries_ =
            trimmed(run_command("ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1").output);
        if (!std::filesystem::exists(binaries_ + "/initdb") ||
            run_command("ls /usr/share/postgresql/*/extension/postgis.control").exit_code != 0) {
            why_not_ =
                "PostgreSQL with PostGIS is not installed "
                "(Debian: postgresql postgresql-15-postgis-3)";
            return;
        }
        folder_ = new TemporaryFolder("postgis");
        port_ = free_port();
        const std::string data = folder_->path().string() + "/data";
        run_command("chmod 777 '" + folder_->path().string() + "'");
        std::ofstream(folder_->path() / "password") << "s3cret\n";
        run_command("chmod 666 '" + folder_->path().string() + "/password'");
        const auto made = as_server(fmt::format(
            "{}/initdb -D {} -U hazone -A scram-sha-256 --pwfile={}/password -E UTF8 --no-locale "
            "--no-sync",
            binaries_, data, folder_->path().string()));
        const auto started = as_server(fmt::format(
            "{}/pg_ctl -D {} -w -t 60 -l {}/log -o '-p {} -h 127.0.0.1 -k {} -c fsync=off' start "
            ">/dev/null",
            binaries_, data, folder_->path().string(), port_, folder_->path().string()));
        ASSERT_EQ(made.exit_code, 0) << made.output;
        ASSERT_EQ(started.exit_code, 0) << started.output;
        running_ = true;
        sql("postgres", "CREATE DATABASE with_postgis");
        sql("with_postgis", "CREATE EXTENSION postgis");
    }
    static void TearDownTestSuite() {
        if (running_) {
            as_server(fmt::format("{}/pg_ctl -D {}/data -m immediate stop", binaries_,
                                  folder_->path().string()));
            as_server("rm -rf '" + folder_->path().string() + "/data'");
        }
        delete folder_;
        folder_ = nullptr;
    }
    void SetUp() override {
        if (!running_) {
            GTEST_SKIP() << why_not_;
        }
        sql("postgres", "DROP DATABASE IF EXISTS zones");
        sql("postgres", "CREATE DATABASE zones TEMPLATE with_postgis");
    }

    static std::string trimmed(std::string text) {
        while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
            text.pop_back();
        }
        return text;
    }
    static ProgramResult as_server(const std::string& command) {
        return run_command(::geteuid() == 0
                               ? "cd / && runuser -u postgres -- sh -c \"" + command + "\""
                               : command);
    }
    /// What psql prints, unaligned.
    static std::string sql(const std::string& database, const std::string& statement) {
        const auto result = run_command(fmt::format(
            "PGPASSWORD=s3cret {}/psql -X -q -A -t -v ON_ERROR_STOP=1 -h 127.0.0.1 -p {} -U hazone "
            "-d {} -c \"{}\"",
            binaries_, port_, database, statement));
        EXPECT_EQ(result.exit_code, 0) << statement << ": " << result.output;
        return trimmed(result.output);
    }
    static std::string sql(const std::string& statement) { return sql("zones", statement); }
    static std::string connection(const std::string& more = "password=s3cret") {
        return fmt::format("PG:host=127.0.0.1 port={} dbname=zones user=hazone {}", port_, more);
    }

    static inline TemporaryFolder* folder_ = nullptr;
    static inline std::string binaries_;
    static inline std::string why_not_ = "the server did not start";
    static inline int port_ = 0;
    static inline bool running_ = false;
};

TEST_F(Server, HoldsTheZonesForPostgis) {
    SmallPublication small;
    write_postgis(connection(), small.publication());
    EXPECT_EQ(sql("SELECT count(*) FROM hazone.zones"), "12");
    EXPECT_EQ(sql("SELECT bool_and(ST_IsValid(geom)) FROM hazone.zones"), "t");
    EXPECT_EQ(sql("SELECT DISTINCT ST_SRID(geom) FROM hazone.zones"), "32648");
    EXPECT_EQ(sql("SELECT sum(ST_Area(geom))::bigint FROM hazone.zones"), "1200000000");
    EXPECT_EQ(sql("SELECT count(*) FROM hazone.zones WHERE level IS NULL"), "1");
    EXPECT_EQ(sql("SELECT count(*) FROM hazone.zones WHERE level = 0"), "3");
    EXPECT_EQ(sql("SELECT name || ' ' || level || ' ' || hazard || ' ' || rule FROM hazone.zones "
                  "WHERE commune_id_2cap = '02692'"),
              "A Lù 4 landslide 46-4");
    EXPECT_EQ(sql("SELECT round(sum(ST_Area(geom)) / 1e6) FROM hazone.hazard_classes"),
              "1100");  // one zone of 100 km2 has no data
    EXPECT_EQ(sql("SELECT bool_and(ST_IsValid(geom)) FROM hazone.hazard_classes"), "t");
    EXPECT_EQ(sql("SELECT title FROM hazone.runs"), "Tỉnh thử nghiệm");
    EXPECT_EQ(sql("SELECT extract(epoch FROM made)::bigint FROM hazone.runs"), "1725840000");
    EXPECT_EQ(sql("SELECT count(*) FROM pg_indexes WHERE schemaname = 'hazone' AND indexdef LIKE "
                  "'%USING gist (geom)%'"),
              "2");
}

TEST_F(Server, ARunAgainReplacesItsOwnRowsAlone) {
    SmallPublication small;
    write_postgis(connection(), small.publication());
    const std::string before = sql("SELECT count(*) FROM hazone.hazard_classes");
    small.publication().scenario_sha256 = std::string(64, 'b');
    write_postgis(connection(), small.publication());
    small.table()[0].level = 5;
    write_postgis(connection(), small.publication());
    EXPECT_EQ(sql("SELECT count(*) FROM hazone.runs"), "2");
    EXPECT_EQ(sql("SELECT count(*) FROM hazone.zones"), "24");
    EXPECT_EQ(sql("SELECT count(*) / 2 FROM hazone.hazard_classes"), before);
    EXPECT_EQ(sql("SELECT string_agg(level::text, ' ' ORDER BY run) FROM hazone.zones WHERE label "
                  "= 1"),
              "1 5");
}

TEST_F(Server, ARunWhichFailsLeavesTheOldRows) {
    SmallPublication small;
    write_postgis(connection(), small.publication());
    const auto state = [] {
        return sql("SELECT md5(string_agg(z::text, '' ORDER BY label)) FROM hazone.zones z") +
               sql("SELECT md5(string_agg(c::text, '' ORDER BY fid)) FROM hazone.hazard_classes "
                   "c") +
               sql("SELECT md5(r::text) FROM hazone.runs r");
    };
    const std::string before = state();
    // The last table which is written refuses, after all others were changed.
    sql("ALTER TABLE hazone.hazard_classes ADD CONSTRAINT refuse CHECK (fid < 0) NOT VALID");
    small.publication().made += 3600;
    small.table()[0].level = 5;
    EXPECT_THROW(write_postgis(connection(), small.publication()), InputError);
    EXPECT_EQ(state(), before);
    sql("ALTER TABLE hazone.hazard_classes DROP CONSTRAINT refuse");
    write_postgis(connection(), small.publication());
    EXPECT_EQ(sql("SELECT level FROM hazone.zones WHERE label = 1"), "5");
}

TEST_F(Server, AFirstRunWhichFailsLeavesNothing) {
    SmallPublication small;
    small.publication().title = "\xFF";  // no UTF-8
    EXPECT_THROW(write_postgis(connection(), small.publication()), InputError);
    EXPECT_EQ(sql("SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'hazone'"),
              "0");
}

TEST_F(Server, ColumnsWhichAreNewAreAdded) {
    SmallPublication small;
    write_postgis(connection(), small.publication());
    small.table()[0].buildings = Exposure{40, 3};
    small.publication().scenario_sha256 = std::string(64, 'b');
    write_postgis(connection(), small.publication());
    EXPECT_EQ(sql("SELECT exposed_buildings FROM hazone.zones WHERE exposed_buildings IS NOT NULL"),
              "3");
}

TEST_F(Server, AnotherSchemaHoldsAnotherCrs) {
    SmallPublication small;
    write_postgis(connection(), small.publication());
    Grid grid = *small.publication().grid;
    grid.crs = "EPSG:3405";
    small.publication().grid = &grid;
    EXPECT_THROW(write_postgis(connection(), small.publication()), InputError);
    write_postgis(connection("password=s3cret active_schema=vn2000"), small.publication());
    EXPECT_EQ(sql("SELECT DISTINCT ST_SRID(geom) FROM vn2000.zones"), "3405");
}

TEST_F(Server, MessagesHoldNoPassword) {
    SmallPublication small;
    for (const std::string more : {"password=s3cret_x", "password='s3cret x'"}) {
        try {
            write_postgis(connection(more), small.publication());
            FAIL() << "a wrong password was accepted";
        } catch (const InputError& error) {
            EXPECT_THAT(error.what(), HasSubstr("outputs.postgis"));
            EXPECT_THAT(error.what(), Not(HasSubstr("s3cret")));
        }
    }
}

TEST_F(Server, ADatabaseWithoutPostgisIsRefused) {
    SmallPublication small;
    sql("DROP EXTENSION postgis");
    try {
        write_postgis(connection(), small.publication());
        FAIL() << "written without PostGIS";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("CREATE EXTENSION postgis"));
    }
}

TEST(WithoutPasswords, AreAllWaysToWriteOne) {
    EXPECT_EQ(without_passwords("PG:host=a password=b user=c"), "PG:host=a password=*** user=c");
    EXPECT_EQ(without_passwords("postgis = \"PG:password='it\\'s b' dbname=d\""),
              "postgis = \"PG:password=*** dbname=d\"");
    EXPECT_EQ(without_passwords("PASSWORD = b\"\nnext = 1"), "PASSWORD = ***\"\nnext = 1");
    EXPECT_EQ(without_passwords("PG:postgresql://me:b@host/db"), "PG:postgresql://me:***@host/db");
    EXPECT_EQ(without_passwords("\"PG:password=a\\\"b c=d\""), "\"PG:password=*** c=d\"");
    EXPECT_EQ(without_passwords("title = \"a b\"\n"), "title = \"a b\"\n");
}

}  // namespace
}  // namespace hazone::io
