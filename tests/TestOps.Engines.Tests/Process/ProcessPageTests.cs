using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Engines.Process;
using TestOps.Engines.Process.Checking;

namespace TestOps.Engines.Tests.Process;

/// <summary>docs/reference/process-protocol.md says what the code does: its example is spoken, its tables are complete.</summary>
public sealed partial class ProcessPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository(), "docs", "reference", "process-protocol.md"));

    [Fact]
    public async Task Page_Dialogue_IsSpokenLiterally()
    {
        var lines = Example().Match(Page).Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCountGreaterThan(10);
        await using var peer = new EnginePeer();
        var hello = peer.Dialogue.HelloAsync(EngineCalls.Deadline);
        var replies = new SortedDictionary<long, Task<EngineReply>>();
        var answers = new SortedDictionary<long, string>();
        var greeted = 0;

        foreach (var line in lines)
        {
            var text = line[2..];
            using var json = JsonDocument.Parse(text);
            var type = json.RootElement.GetProperty("type").GetString();
            if (line[0] == '>')
            {
                if (type == "call")
                {
                    replies.Add(json.RootElement.GetProperty("id").GetInt64(), peer.Dialogue.CallAsync(CallOf(json.RootElement), EngineCalls.Deadline).AsTask());
                }

                (await peer.HearAsync()).Should().Be(text);
            }
            else
            {
                await peer.SayAsync(text);
                greeted += type == "hello" ? (await hello).Concurrency : 0;
                if (type == "answer")
                {
                    answers.Add(json.RootElement.GetProperty("id").GetInt64(), text);
                }
            }
        }

        greeted.Should().Be(2);
        answers.Keys.Should().Equal(replies.Keys);
        foreach (var (id, reply) in replies)
        {
            (await reply).Failure.Should().BeNull();
            answers[id].Should().Contain($"\"status\":{(await reply).Status}");
        }

        (await replies[3]).Text().Should().Be("Fruit and sugar.");
    }

    [Fact]
    public void Page_Defects_AreThoseOfTheCode() =>
        Rows(Page.Split("| defect |")[1].Split("\n\n")[0]).Should().BeEquivalentTo(ProcessDefects.All);

    [Fact]
    public void Page_Checks_AreThoseOfTheCode() =>
        Rows(Page.Split("| check |")[1].Split("\n\n")[0]).Should().BeEquivalentTo(EngineCheckNames.All);

    private static IEnumerable<string> Rows(string table) =>
        table.Split('\n').Skip(2).SelectMany(row => Code().Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value));

    private static EngineCall CallOf(JsonElement call)
    {
        string? Text(string name) => call.TryGetProperty(name, out var value) ? value.GetString() : null;
        return new EngineCall
        {
            Context = new CallContext { Session = call.GetProperty("session").GetInt64(), Step = call.GetProperty("step").GetInt32(), Clock = SessionClock.Virtual() },
            Method = Text("method")!,
            Path = Text("path")!,
            Headers = [.. call.GetProperty("headers").EnumerateObject().Select(header => new Header(header.Name, header.Value.GetString()!))],
            ContentType = Text("content_type"),
            Body = Encoding.UTF8.GetBytes(call.TryGetProperty("json", out var json) ? json.GetRawText() : Text("text") ?? ""),
        };
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TestOps.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No TestOps.slnx above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"<!-- dialogue -->\n```\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
