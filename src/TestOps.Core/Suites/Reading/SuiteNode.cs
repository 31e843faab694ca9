namespace TestOps.Core.Suites.Reading;

/// <summary>A node of the parsed file. An alias gives the same node again, so size and height count what it stands for.</summary>
internal abstract record SuiteNode(int Line, int Size, int Height);

/// <summary>A scalar as written; <see cref="IsPlain"/> where the core schema decides its type, otherwise it is text.</summary>
internal sealed record ScalarNode(int Line, string Text, bool IsPlain) : SuiteNode(Line, 1, 1);

/// <summary>A list.</summary>
internal sealed record ListNode(int Line, int Size, int Height, IReadOnlyList<SuiteNode> Items) : SuiteNode(Line, Size, Height);

/// <summary>A mapping; keys are unique.</summary>
internal sealed record MapNode(int Line, int Size, int Height, IReadOnlyList<MapEntry> Entries) : SuiteNode(Line, Size, Height);
