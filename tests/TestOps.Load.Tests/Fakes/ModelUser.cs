namespace TestOps.Load.Tests.Fakes;

/// <summary>A user of <see cref="ProfileModel"/>.</summary>
internal sealed class ModelUser(int number)
{
    public int Number { get; } = number;

    public long Begun { get; set; }

    public bool IsBusy { get; set; }

    public int EndsMs { get; set; }

    public int KillMs { get; set; } = -1;

    public bool WasWanted { get; set; }

    public bool IsDone { get; set; }
}
