namespace TestOps.Core.Suites.Reading;

/// <summary>A value of the file, its path, and where its problems go. Readers of a wrong value report it and return a stand-in: the suite is then refused.</summary>
internal sealed partial class SuiteValue(SuiteNode node, string path, SuiteContext context)
{
    private const int SeenLengthMax = 60;

    public SuiteNode Node => node;

    public string Path => path;

    public SuiteContext Context => context;

    public bool IsNull => node is ScalarNode scalar && CoreSchema.KindOf(scalar) == ScalarKind.Null;

    public bool IsText => node is ScalarNode scalar && CoreSchema.KindOf(scalar) == ScalarKind.Text;

    /// <summary>The value as a problem shows it.</summary>
    public string Seen => node switch
    {
        ListNode list => $"a list of {list.Items.Count}",
        MapNode => "a mapping",
        ScalarNode scalar when IsNull => scalar.Text.Length == 0 ? "empty" : scalar.Text,
        ScalarNode scalar when CoreSchema.KindOf(scalar) == ScalarKind.Text => $"'{Shown(scalar.Text)}'",
        _ => Shown(((ScalarNode)node).Text),
    };

    public void Problem(string message, string hint) => context.Problems.Add(path, node.Line, message, hint);

    /// <summary>Reports <c>must be {expected}, was {seen}</c>.</summary>
    public void MustBe(string expected, string hint) => Problem($"must be {expected}, was {Seen}", hint);

    public void NotBuilt(string what, string hint) => Problem($"{what} is not built yet", hint);

    private static string Shown(string text) => text.Length <= SeenLengthMax ? text : text[..SeenLengthMax] + "...";
}
