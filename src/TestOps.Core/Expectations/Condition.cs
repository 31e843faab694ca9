namespace TestOps.Core.Expectations;

/// <summary>One condition on a value that is present. Immutable and safe for concurrent use.</summary>
internal abstract class Condition
{
    /// <summary>What is expected, as a reader sees it: <c>&gt;= 0.5</c>.</summary>
    public abstract string Expected { get; }

    /// <summary>Whether <paramref name="subject"/> meets it.</summary>
    public abstract bool Holds(in Subject subject);

    /// <summary>What was seen, for a subject that does not meet it.</summary>
    public virtual string Show(in Subject subject) => subject.Show();
}
