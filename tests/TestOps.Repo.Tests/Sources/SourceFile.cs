namespace TestOps.Repo.Tests.Sources;

/// <summary>A C# file.</summary>
internal sealed record SourceFile
{
    private SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        Code = CSharpMask.Of(text);
        (Members, Types) = MemberScanner.Scan(path, Code);
    }

    /// <summary>Path from the root.</summary>
    public string Path { get; }

    /// <summary>The file as it is.</summary>
    public string Text { get; }

    /// <summary>The same, position for position, with comments, texts and characters blanked out.</summary>
    public string Code { get; }

    /// <summary>Number of lines.</summary>
    public int Lines => LineAt(Text.Length) - (Text.EndsWith('\n') ? 1 : 0);

    /// <summary>Its methods, constructors, operators, accessors and properties with a body.</summary>
    public IReadOnlyList<SourceMember> Members { get; }

    /// <summary>The types that it declares outside of other types.</summary>
    public IReadOnlyList<SourceType> Types { get; }

    /// <summary>Reads a file by its path from the root.</summary>
    public static SourceFile Read(string path) => new(path, RepositoryFiles.Read(path));

    /// <summary>Makes a file of a text, for tests of the tests.</summary>
    public static SourceFile Of(string text) => new("test.cs", text);

    /// <summary>The number of the line at a position, from 1.</summary>
    public int LineAt(int position) => Text.AsSpan(0, position).Count('\n') + 1;
}
