using System.Text;
using TestOps.Core.Journaling;
using TestOps.Core.WarRoom;
using TestOps.Testing.Golden;

namespace TestOps.Core.Tests.WarRoom;

public sealed class IncidentDocumentationTests
{
    private const string Head =
        """
        # Incidents

        An incident is what a gate or a phase leaves for whoever is woken: what went wrong, what to do, and the command that shows it again. It is an
        `incident` event of the run ([events](events.md)), a row of the incidents table, and a line of `warroom/warroom.log`.

        - The **code** is stable: never reused, never renamed.
        - The **fingerprint** makes repeats one incident that counts up. It is the first 8 bytes of a SHA-256 over code, source, the file name of the suite and
          the facts named under *told apart by*; values, seeds and run ids are not in it.
        - `{facts}` are filled in by whoever opens the incident. A part in `[...]` is left out when one of its facts is missing. Of several commands the
          first one whose facts are all known is given. Facts enter a command as one quoted word of a POSIX shell. A command that plans the suite also carries
          the seed and what the command line had changed (`--users`, `--env`, `--fault`).
        - A code that is not on this page comes from an added phase; its text says where to look.

        `warroom.log` has one JSON object a line, with `timestamp` (`YYYY-MM-DDTHH:MM:SSZ`), `severity`, `subsystem`, `code`, `message`, `suggestion`,
        `run_id`, `reproduce`, `fingerprint` and `evidence`. The file is only appended to, one write a line, so several processes may share it, and it
        can be moved away at any time.

        This page is made from the catalogue (`src/TestOps.Core/WarRoom`) and held equal to it by a test.

        """;

    [Fact]
    public void IncidentsPage_IsEqualToTheCatalogue()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        page.Append("\n| code | severity | means |\n|---|---|---|\n");
        foreach (var entry in IncidentCatalogue.Entries)
        {
            page.Append($"| [`{entry.Code}`](#{Anchor(entry.Code)}) | {RunEventJson.NameOf(entry.Severity)} | {entry.Title} |\n");
        }

        foreach (var entry in IncidentCatalogue.Entries)
        {
            page.Append($"\n## {entry.Code}\n\n{entry.Title} ({RunEventJson.NameOf(entry.Severity)}).\n\n{entry.Suggestion}\n\n```\n{string.Join('\n', entry.Reproduce)}\n```\n");
            if (entry.Identity.Count > 0)
            {
                page.Append($"\nTold apart by: {string.Join(", ", entry.Identity.Select(fact => $"`{fact}`"))}.\n");
            }
        }

        GoldenFile.Check(Path.Combine(TestFiles.RepositoryRoot, "docs/reference/incidents.md"), page.ToString());
    }

    private static string Anchor(string code) => code.ToLowerInvariant().Replace(".", "", StringComparison.Ordinal);
}
