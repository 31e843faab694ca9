namespace TestOps.Engines.Process.Checking;

/// <summary>What came of listening for a line.</summary>
/// <param name="Message">The line, understood; null at the end of the output, and where nothing came in time.</param>
/// <param name="IsSilent">Whether nothing came in time.</param>
internal readonly record struct Heard(ProcessMessage? Message, bool IsSilent)
{
    public override string ToString() => this switch
    {
        { IsSilent: true } => "silence",
        { Message: null } => "the end of its output",
        { Message: DefectMessage defect } => defect.Text,
        { Message: HelloMessage } => "a hello",
        { Message: AnswerMessage answer } => FormattableString.Invariant($"an answer to call {answer.Id}"),
        _ => "a frame",
    };
}
